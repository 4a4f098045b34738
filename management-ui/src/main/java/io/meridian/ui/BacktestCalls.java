package io.meridian.ui;

import io.javalin.http.Context;
import io.meridian.ui.backtest.KeptBacktests;
import io.meridian.ui.problem.UiProblem;
import io.meridian.ui.session.Session;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Runs of backtests that were kept. Reading them takes a disk's time and some memory: few do so at once. */
final class BacktestCalls {
    private static final int AT_ONCE = 4;

    private final Allowed allowed;
    private final KeptBacktests kept;
    private final Bodies bodies;
    private final Semaphore reading = new Semaphore(AT_ONCE);

    BacktestCalls(Allowed allowed, KeptBacktests kept, Bodies bodies) {
        this.allowed = allowed;
        this.kept = kept;
        this.bodies = bodies;
    }

    void list(Context context, Session session) {
        allowed.require(session, Allowed.ANYBODY);
        bodies.answer(context, reading(() -> Map.of("items", kept.list())));
    }

    void report(Context context, Session session) {
        allowed.require(session, Allowed.ANYBODY);
        bodies.answer(context, reading(() -> kept.report(context.pathParam("id"))));
    }

    private <T> T reading(Supplier<T> read) {
        if (!reading.tryAcquire()) {
            throw UiProblem.tooMuch(429, "Backtests are being read by others. Try again in a moment.");
        }
        try {
            return read.get();
        } finally {
            reading.release();
        }
    }
}
