package io.meridian.bus.nats;

import java.util.ArrayList;
import java.util.List;

/**
 * The frames handed over and not yet confirmed: where each stands in the stream, and where its acknowledgement goes. Written
 * by the polling thread. Another thread may look at the reply subjects, to prolong them, and may see one that has just
 * been acknowledged: the server ignores a word about such a message.
 */
final class HeldFrames {
    private int mask;
    private long[] streamSequences;
    private volatile String[] replies;
    private long confirmed;
    private long last;

    HeldFrames(int capacity) {
        int slots = Integer.highestOneBit(Math.max(1, capacity - 1)) << 1;
        mask = slots - 1;
        streamSequences = new long[slots];
        replies = new String[slots];
    }

    boolean isEmpty() {
        return last == confirmed;
    }

    /** The position of the frame added last. */
    long last() {
        return last;
    }

    /** The last position confirmed. */
    long confirmed() {
        return confirmed;
    }

    /** Adds a frame, and tells its position. */
    long add(long streamSequence, String reply) {
        if (last - confirmed > mask) {
            grow();
        }
        last++;
        streamSequences[(int) (last & mask)] = streamSequence;
        replies[(int) (last & mask)] = reply;
        return last;
    }

    /** One that is never settled may hold up all behind it, and those keep coming as long as the bus settles them. */
    private void grow() {
        int grown = (mask << 1) + 1;
        long[] sequences = new long[grown + 1];
        String[] subjects = new String[grown + 1];
        for (long position = confirmed + 1; position <= last; position++) {
            sequences[(int) (position & grown)] = streamSequences[(int) (position & mask)];
            subjects[(int) (position & grown)] = replies[(int) (position & mask)];
        }
        streamSequences = sequences;
        replies = subjects;
        mask = grown;
    }

    /** Where the acknowledgement of the first unconfirmed frame goes; it counts as confirmed from now on. */
    String confirmNext() {
        confirmed++;
        String reply = replies[(int) (confirmed & mask)];
        replies[(int) (confirmed & mask)] = null;
        return reply;
    }

    /** The stream sequence of the first unconfirmed frame. */
    long firstStreamSequence() {
        return streamSequences[(int) (confirmed + 1 & mask)];
    }

    /** A frame that is held came again, and is to be acknowledged so. False when it is not held. Stream order only. */
    boolean replace(long streamSequence, String reply) {
        long low = confirmed + 1;
        long high = last;
        while (low <= high) {
            long middle = low + high >>> 1;
            long there = streamSequences[(int) (middle & mask)];
            if (there == streamSequence) {
                replies[(int) (middle & mask)] = reply;
                return true;
            }
            if (there < streamSequence) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /** The reply subjects of what is held, as far as another thread can tell. */
    List<String> repliesSeen() {
        List<String> seen = new ArrayList<>();
        for (String reply : replies) {
            if (reply != null) {
                seen.add(reply);
            }
        }
        return seen;
    }
}
