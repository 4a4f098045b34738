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
    private final Long2LongHashMap retried = new Long2LongHashMap(0);
    private Long2LongHashMap covered = new Long2LongHashMap(0);
    private final long cutNs;
    private int relaunches;
    private boolean progressed;

    /** @param cutNs messages published before this time may be repeats; 0 for none */
    RepeatMarks(long cutNs) {
        this.cutNs = cutNs;
    }

    /** The subscription is opened, maybe again. */
    void reopen() {
        delivered.forEach((key, sequence) -> before.put((long) key, Math.max(before.get((long) key), sequence)));
        delivered.clear();
        retried.clear();
        relaunches = progressed || relaunches == 0 ? 1 : relaunches + 1;
        progressed = false;
    }

    /** Something was done with for good. */
    void progress() {
        progressed = true;
    }

    static long key(long topicHash, int source) {
        return topicHash ^ source * 0x9E3779B97F4A7C15L;
    }

    /** Whether the stored snapshot holds the effect of this message, though the bus gives it again. */
    boolean isCovered(long key, long sequence) {
        return sequence <= covered.get(key);
    }

    /** The message is to come again; so no snapshot covers it, nor what came after it. */
    void retried(long key, long sequence) {
        long before = retried.get(key);
        if (before == 0 || sequence < before) {
            retried.put(key, sequence);
        }
    }

    /** What a snapshot begun now covers: all that was delivered, up to the first undecided one of each source and topic. */
    Long2LongHashMap covering(UndecidedDeliveries undecided) {
        Long2LongHashMap all = new Long2LongHashMap(0);
        delivered.forEach((key, sequence) -> all.put((long) key, (long) sequence));
        retried.forEach((key, sequence) -> all.put((long) key, Math.min(all.get((long) key), sequence - 1)));
        undecided.lower(all);
        covered.forEach((key, sequence) -> all.put((long) key, Math.max(all.get((long) key), sequence)));
        return all;
    }

    /** The snapshot that covers this is stored. */
    void covered(Long2LongHashMap stored) {
        covered = stored;
    }

    /** Takes note of a delivery; true when there may have been one of it in an earlier session. */
    boolean observe(long topicHash, int source, long sequence, long publishTimeNs) {
        long key = key(topicHash, source);
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
