package io.meridian.backtest.replay;

/** Unwinds a handler where the sidecar was lost. */
final class LostInReplay extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostInReplay() {
        super("the sidecar is lost; the plugin begins anew when there is one");
    }
}
