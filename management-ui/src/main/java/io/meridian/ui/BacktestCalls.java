package io.meridian.ui;

import io.javalin.http.Context;
import io.meridian.ui.backtest.KeptBacktests;
import io.meridian.ui.session.Session;
import java.util.Map;

/** Runs of backtests that were kept. Reading them takes a disk's time and some memory: few do so at once. */
final class BacktestCalls {
    private final Allowed allowed;
    private final KeptBacktests kept;
    private final Bodies bodies;
    private final Turns turns = new Turns(4, "Backtests are");

    BacktestCalls(Allowed allowed, KeptBacktests kept, Bodies bodies) {
        this.allowed = allowed;
        this.kept = kept;
        this.bodies = bodies;
    }

    void list(Context context, Session session) {
        allowed.require(session, Allowed.ANYBODY);
        bodies.answer(context, turns.read(() -> Map.of("items", kept.list())));
    }

    void report(Context context, Session session) {
        allowed.require(session, Allowed.ANYBODY);
        bodies.answer(context, turns.read(() -> kept.report(context.pathParam("id"))));
    }
}
