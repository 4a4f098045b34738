package io.meridian.backtest.run;

import io.meridian.backtest.engine.Tape;

/** A tape on which whoever asks for what was before a run gets many times as much, and that notes how much was asked for. */
final class LongerPast implements Tape {
    private final Tape tape;
    private final int times;
    private long askedNs;

    LongerPast(Tape tape, int times) {
        this.tape = tape;
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
    public int times() {
        return times;
    }

    @Override
    public void asked(long backNs) {
        askedNs = Math.max(askedNs, backNs);
    }

    @Override
    public Cursor open(long fromNs, long toNs) {
        return tape.open(fromNs, toNs);
    }
}
