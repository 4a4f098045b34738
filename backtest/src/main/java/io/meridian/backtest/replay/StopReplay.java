package io.meridian.backtest.replay;

/** Unwinds a handler when there is nothing more to compare. An error, as a plugin may catch all exceptions. */
final class StopReplay extends Error {
    private static final long serialVersionUID = 1L;

    StopReplay() {
        super("the replay is over", null, false, false);
    }
}
