package io.meridian.platform.cli;

import java.util.function.LongConsumer;

/** A count that grows, in one line of the terminal of who watches. */
public final class RunningCount implements LongConsumer {
    private final String unit;
    private final boolean isWatched;

    /** @param isRead whether a program reads what is printed */
    public RunningCount(String unit, boolean isRead) {
        this.unit = unit;
        isWatched = !isRead && Terminal.ask().isCapable();
    }

    @Override
    public void accept(long count) {
        if (isWatched) {
            Output.err().print("\r" + Figures.count(count) + " " + unit);
        }
    }

    /** Takes the line away. */
    public void clear() {
        if (isWatched) {
            Output.err().print("\r\033[K");
        }
    }
}
