package io.meridian.backtest.run;

import io.meridian.backtest.engine.Tape;

/** A tape on which whoever asks for what was before a run gets many times as much, and that notes how much was asked for. */
final class LongerPast implements Tape {
    private final Tape tape;
    private final long beginNs;
    private final int times;
    private long askedNs;

    /** @param beginNs when the run begins */
    LongerPast(Tape tape, long beginNs, int times) {
        this.tape = tape;
        this.beginNs = beginNs;
        this.times = times;
    }

    /** The longest past that was asked for; 0 when none was, and {@code Long.MAX_VALUE} when all there is. */
    long askedNs() {
        return askedNs;
    }

    @Override
    public String description() {
        return tape.description() + ", with a longer past";
    }

    @Override
    public Cursor open(long fromNs, long toNs) {
        if (toNs != beginNs) {
            return tape.open(fromNs, toNs);
        }
        // What is before the epoch nobody has; the beginning of all there is may be said as the least of all numbers.
        long backNs = fromNs <= 0 ? Long.MAX_VALUE : beginNs - fromNs;
        askedNs = Math.max(askedNs, backNs);
        return tape.open(backNs > beginNs / times ? Long.MIN_VALUE : beginNs - times * backNs, toNs);
    }
}
