package io.meridian.sidecar.session;

import org.agrona.BitUtil;
import org.agrona.collections.LongLongConsumer;

/** Numbers the deliveries of a durable subscription and knows which are undecided, and the bus' token of each. */
final class UndecidedDeliveries {
    static final long NONE = 0;

    private final long[] tokens;
    private final long[] keys;
    private final long[] sequences;
    private final int limit;
    private long oldest = 1;
    private long next = 1;
    private int size;

    UndecidedDeliveries(int limit) {
        this.limit = limit;
        // Some that were decided may lie between the oldest undecided one and the newest.
        tokens = new long[BitUtil.findNextPositivePowerOfTwo(Math.max(64, limit * 2))];
        keys = new long[tokens.length];
        sequences = new long[tokens.length];
    }

    /** How many more may be delivered now. */
    int room() {
        return (int) Math.min(limit - size, tokens.length - (next - oldest));
    }

    /** Gives the delivery its number. */
    long add(long token, long key, long sequence) {
        tokens[at(next)] = token;
        keys[at(next)] = key;
        sequences[at(next)] = sequence;
        size++;
        return next++;
    }

    boolean isKnown(long delivery) {
        return delivery > 0 && delivery < next;
    }

    /** The token of a delivery, which counts as decided from now on; or {@link #NONE}. */
    long take(long delivery) {
        if (delivery < oldest || delivery >= next) {
            return NONE;
        }
        long token = tokens[at(delivery)];
        if (token != NONE) {
            tokens[at(delivery)] = NONE;
            size--;
            while (oldest < next && tokens[at(oldest)] == NONE) {
                oldest++;
            }
        }
        return token;
    }

    /** Of a delivery that is still remembered: its source and topic in one number. */
    long key(long delivery) {
        return keys[at(delivery)];
    }

    long sequence(long delivery) {
        return sequences[at(delivery)];
    }

    /** Shows the key and the sequence of each. */
    void forEach(LongLongConsumer each) {
        for (long delivery = oldest; delivery < next; delivery++) {
            if (tokens[at(delivery)] != NONE) {
                each.accept(key(delivery), sequence(delivery));
            }
        }
    }

    /** The oldest undecided one, or the next that will be given. */
    long oldest() {
        return oldest;
    }

    int size() {
        return size;
    }

    private int at(long delivery) {
        return (int) delivery & tokens.length - 1;
    }
}
