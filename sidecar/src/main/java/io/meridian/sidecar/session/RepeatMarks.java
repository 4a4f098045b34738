package io.meridian.sidecar.session;

import org.agrona.collections.Long2LongHashMap;

/**
 * How far a named subscription had delivered when a plugin went away, so that what comes again can be told. Kept as long
 * as the sidecar runs. After a restart of the sidecar itself that is not known any more; then whatever was published before
 * the restart may be a repeat.
 */
final class RepeatMarks {
    private final Long2LongHashMap delivered = new Long2LongHashMap(0);
    private final Long2LongHashMap before = new Long2LongHashMap(0);
    private final long cutNs;
    private int relaunches;
    private boolean progressed;

    /** @param cutNs messages published before this time may be repeats; 0 for none */
    RepeatMarks(long cutNs) {
        this.cutNs = cutNs;
    }

    /** The subscription is opened, maybe again. */
    void reopen() {
        delivered.forEach((key, sequence) -> before.put((long) key, (long) sequence));
        relaunches = progressed || relaunches == 0 ? 1 : relaunches + 1;
        progressed = false;
    }

    /** Something was done with for good. */
    void progress() {
        progressed = true;
    }

    /** Takes note of a delivery; true when there may have been one of it in an earlier session. */
    boolean observe(long topicHash, int source, long sequence, long publishTimeNs) {
        long key = topicHash ^ source * 0x9E3779B97F4A7C15L;
        if (sequence > delivered.get(key)) {
            delivered.put(key, sequence);
        }
        return sequence <= before.get(key) || publishTimeNs < cutNs;
    }

    /** How often such a message was delivered in earlier sessions, as far as is known. */
    int earlierAttempts() {
        return relaunches;
    }
}
