package io.meridian.kernel.state;

/** One number for a sequence of words. Two states with the same number are, but for one chance in 2^64, the same. */
public final class StateHash implements WordSink {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;

    private long hash = PRIME_2;
    private long count;

    @Override
    public void put(long word) {
        hash = Long.rotateLeft((hash ^ word * PRIME_2) * PRIME_1, 31);
        count++;
    }

    public long value() {
        return mix(hash ^ count);
    }

    /** Spreads the bits of a word over all of it. */
    static long mix(long word) {
        long mixed = (word ^ word >>> 33) * PRIME_2;
        mixed = (mixed ^ mixed >>> 29) * PRIME_1;
        return mixed ^ mixed >>> 32;
    }
}
