package io.meridian.sidecar.session;

import io.meridian.bus.envelope.MessageContext;

/**
 * Which trace the messages delivered last belong to, so that what follows from one of them goes on in its trace. Bounded:
 * an old one is forgotten, and then a new trace begins.
 */
final class TraceMemory {
    private static final int SIZE = 4096;

    private final int[] sources = new int[SIZE];
    private final long[] sequences = new long[SIZE];
    private final long[] highs = new long[SIZE];
    private final long[] lows = new long[SIZE];

    private static int at(int source, long sequence) {
        long mixed = (sequence * 31 + source) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 52);
    }

    void remember(int source, long sequence, long high, long low) {
        int at = at(source, sequence);
        sources[at] = source;
        sequences[at] = sequence;
        highs[at] = high;
        lows[at] = low;
    }

    void continueTrace(MessageContext context) {
        int at = at(context.causationSource(), context.causationSequence());
        if (sources[at] == context.causationSource() && sequences[at] == context.causationSequence()) {
            context.trace(highs[at], lows[at], context.span());
        }
    }
}
