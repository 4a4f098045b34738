package io.meridian.sidecar.session;

import org.agrona.BitUtil;

/** Numbers the deliveries of a durable subscription and knows which are undecided, and the bus' token of each. */
final class UndecidedDeliveries {
    static final long NONE = 0;

    private final long[] tokens;
    private final int limit;
    private long oldest = 1;
    private long next = 1;
    private int size;

    UndecidedDeliveries(int limit) {
        this.limit = limit;
        // Some that were decided may lie between the oldest undecided one and the newest.
        tokens = new long[BitUtil.findNextPositivePowerOfTwo(Math.max(64, limit * 2))];
    }

    /** How many more may be delivered now. */
    int room() {
        return (int) Math.min(limit - size, tokens.length - (next - oldest));
    }

    /** Gives the delivery its number. */
    long add(long token) {
        tokens[at(next)] = token;
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
