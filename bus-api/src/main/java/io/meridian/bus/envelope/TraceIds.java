package io.meridian.bus.envelope;

/**
 * Trace and span ids of messages that carry none. A message that starts a trace needs no id of its own on the wire: it is
 * already named by source, topic and sequence, and every observer derives the same ids from these three.
 */
public final class TraceIds {
    private TraceIds() {}

    /** Upper half of the trace id. */
    public static long traceHigh(int source, long topicHash) {
        return nonZero(mix(topicHash + 0x9E3779B97F4A7C15L * source));
    }

    /** Lower half of the trace id. */
    public static long traceLow(int source, long topicHash, long sequence) {
        return nonZero(mix(Long.rotateLeft(topicHash, 17) ^ ((long) source << 32) ^ mix(sequence)));
    }

    /** The span of the publishing itself. */
    public static long span(int source, long topicHash, long sequence) {
        return nonZero(mix(sequence ^ Long.rotateLeft(topicHash, 41) ^ source));
    }

    /** W3C forbids ids of all zeros. */
    private static long nonZero(long id) {
        return id == 0 ? 1 : id;
    }

    /** A bijection in which every input bit moves about half of the output bits. */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
        z = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
        return z ^ (z >>> 32);
    }
}
