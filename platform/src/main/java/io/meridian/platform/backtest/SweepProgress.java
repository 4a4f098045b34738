package io.meridian.platform.backtest;

import io.meridian.backtest.sweep.Sweep;
import io.meridian.platform.cli.Terminal;
import java.io.PrintWriter;

/** Shows how many runs of a sweep are done. */
final class SweepProgress implements Sweep.Progress {
    private final PrintWriter err;
    private final boolean live = System.console() != null && Terminal.ask().isCapable();

    SweepProgress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void onDone(int done, int total) {
        if (live) {
            err.printf("\r%,d of %,d runs \u001b[K", done, total);
            err.flush();
        }
    }

    void end() {
        if (live) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
