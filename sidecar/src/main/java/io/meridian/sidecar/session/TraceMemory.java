package io.meridian.sidecar.session;

import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.report.DeliveryReport;

/**
 * Which trace the messages delivered last belong to, so that what follows from one of them goes on in its trace, and when they were
 * delivered, so that this can be told of one that something follows from. Bounded: an old one is forgotten, and then a new trace begins.
 */
final class TraceMemory {
    private static final int SIZE = 4096;

    private final int[] sources = new int[SIZE];
    private final long[] sequences = new long[SIZE];
    private final long[] highs = new long[SIZE];
    private final long[] lows = new long[SIZE];
    private final long[] topicHashes = new long[SIZE];
    /** 0: it is told already. */
    private final long[] deliveredNs = new long[SIZE];

    private final SessionObserver observer;

    TraceMemory(SessionObserver observer) {
        this.observer = observer;
    }

    private static int at(int source, long sequence) {
        long mixed = (sequence * 31 + source) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 52);
    }

    /** @param kind how it was given: durable messages are told of at once, others only when something follows */
    void remember(Delivered message, byte kind, long nowNs) {
        int at = at(message.source, message.sequence);
        sources[at] = message.source;
        sequences[at] = message.sequence;
        highs[at] = message.traceHigh;
        lows[at] = message.traceLow;
        topicHashes[at] = message.topic.hash();
        deliveredNs[at] = nowNs;
        if (kind != DeliveryReport.FAST) {
            tell(kind, at);
        }
    }

    private void tell(byte kind, int at) {
        if (deliveredNs[at] != 0) {
            observer.onFollowed(kind, sources[at], topicHashes[at], sequences[at], deliveredNs[at]);
            deliveredNs[at] = 0;
        }
    }

    void continueTrace(MessageContext context) {
        int at = at(context.causationSource(), context.causationSequence());
        if (sources[at] == context.causationSource() && sequences[at] == context.causationSequence()) {
            context.trace(highs[at], lows[at], context.span());
            tell(DeliveryReport.FAST, at);
        }
    }
}
