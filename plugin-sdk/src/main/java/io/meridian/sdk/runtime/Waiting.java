package io.meridian.sdk.runtime;

import io.meridian.sdk.record.Kind;
import java.util.function.BooleanSupplier;

/** How a handler waits for the sidecar, while both go on giving signs of life. */
final class Waiting {
    private static final int MAX_ASIDE = 10_000;
    private static final int BATCH = 64;

    private final Session session;
    private final RuntimeOptions options;
    private int depth;
    private long pressedSinceNs;

    Waiting(Session session) {
        this.session = session;
        options = session.options;
    }

    /** Whether a handler waits now. */
    boolean isUnderWay() {
        return depth > 0;
    }

    /**
     * Waits, giving signs of life.
     *
     * @throws LinkLostException when the sidecar is lost meanwhile
     * @throws IllegalStateException when it takes too long
     */
    void await(BooleanSupplier done, String what) {
        long untilNs = options.monotonic().nanoTime() + options.answerTimeout().toNanos();
        depth++;
        try {
            while (!done.getAsBoolean()) {
                breathe();
                if (options.monotonic().nanoTime() - untilNs > 0) {
                    session.notes().said(Kind.UNREPEATABLE, "the sidecar did not take or answer " + what + " in time");
                    throw new IllegalStateException("the sidecar did not take or answer call=" + what + " within "
                            + options.answerTimeout().toMillis()
                            + " ms. Is it stuck? See its log and its health page.");
                }
            }
        } finally {
            depth--;
        }
    }

    /** One step of waiting. */
    private void breathe() {
        checkLife();
        options.idle().idle(session.putAside() < MAX_ASIDE ? session.link().read(BATCH) : 0);
    }

    /** @throws LinkLostException when the sidecar is lost */
    void checkLife() {
        long nowMs = options.monotonic().nanoTime() / 1_000_000;
        session.link().beat(nowMs);
        String death = session.link().deathOfSidecar(nowMs);
        if (death != null) {
            throw new LinkLostException(death);
        }
    }

    /** For publishing that was pushed back: waits a little. Says whether to try again. */
    boolean awaitRoom() {
        boolean again = awaitSomeRoom();
        session.notes().said(Kind.WAITED, again);
        return again;
    }

    private boolean awaitSomeRoom() {
        long nowNs = options.monotonic().nanoTime();
        if (pressedSinceNs == 0) {
            pressedSinceNs = nowNs;
        }
        if (nowNs - pressedSinceNs > options.answerTimeout().toNanos()) {
            pressedSinceNs = 0;
            return false;
        }
        depth++;
        try {
            breathe();
        } finally {
            depth--;
        }
        return true;
    }

    void roomFound() {
        pressedSinceNs = 0;
    }
}
