package io.meridian.audit.record;

import io.meridian.bus.Message;
import io.meridian.bus.envelope.EnvelopeLayout;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The last messages of the fast profile, for when something durable turns out to follow from one of them: found by the trace that it began. Of fixed
 * size; what is larger than a slot is not kept. For one thread.
 */
final class RecentMessages {
    private static final int SLOTS = 1 << 15;
    private static final int PAYLOAD = 512;
    private static final int SLOT = EnvelopeLayout.MAX_LENGTH + PAYLOAD;
    /** Slots that share a place: a message is looked for in each of them. */
    private static final int WAYS = 4;

    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[SLOTS * SLOT]);
    private final int[] lengths = new int[SLOTS];
    private final long[] highs = new long[SLOTS];
    private final long[] lows = new long[SLOTS];
    private final long[] seen = new long[SLOTS];
    private final UnsafeBuffer slot = new UnsafeBuffer(0, 0);
    private long count;

    private static int place(long low) {
        return (int) (low * 0x9E3779B97F4A7C15L >>> 64 - 13) * WAYS;
    }

    void keep(Message message) {
        if (message.length() > PAYLOAD) {
            return;
        }
        long low = message.traceLow();
        int at = place(low);
        int oldest = at;
        for (int i = at + 1; i < at + WAYS; i++) {
            oldest = seen[i] < seen[oldest] ? i : oldest;
        }
        slot.wrap(bytes, oldest * SLOT, SLOT);
        int head = message.copyEnvelope(slot);
        slot.putBytes(head, message.buffer(), message.offset(), message.length());
        lengths[oldest] = head + message.length();
        highs[oldest] = message.traceHigh();
        lows[oldest] = low;
        seen[oldest] = ++count;
    }

    /** Takes those of a trace out, the oldest first. */
    void take(long high, long low, Taker taker) {
        int at = place(low);
        while (true) {
            int found = -1;
            for (int i = at; i < at + WAYS; i++) {
                if (lows[i] == low && highs[i] == high && (found < 0 || seen[i] < seen[found])) {
                    found = i;
                }
            }
            if (found < 0) {
                return;
            }
            lows[found] = 0;
            highs[found] = 0;
            taker.onMessage(bytes, found * SLOT, lengths[found]);
        }
    }

    /** Hears of what is taken out. */
    @FunctionalInterface
    interface Taker {
        void onMessage(UnsafeBuffer buffer, int offset, int length);
    }
}
