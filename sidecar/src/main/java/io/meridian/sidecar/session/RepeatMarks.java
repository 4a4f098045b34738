package io.meridian.sidecar.session;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/**
 * What a named subscription has delivered: what the plugin's state holds of it, which is kept with the state, so that no
 * message is handed over whose effect is there already; and how far it had come when a plugin went away, so that what comes
 * again can be told. The latter is known only as long as the sidecar runs; after its restart whatever was published before
 * may be a repeat.
 */
final class RepeatMarks {
    /** Missing messages that are remembered, of all sources and topics: each may still come, late. */
    private static final int MOST_MISSING = 65_536;

    private static final int FIRST_FEW = 1024;
    private static final long FORGET_AFTER_NS = 3_600_000_000_000L;
    private static final long NOT_LIVE = Long.MIN_VALUE;

    private final Long2LongHashMap delivered = new Long2LongHashMap(0);
    private final Long2LongHashMap before = new Long2LongHashMap(0);
    /** Delivered or passed over, but not done with, though later ones are: refused, missing. */
    private final KeyedSequences unfinished = new KeyedSequences();
    /** Sources and topics of which something came that the state held already. */
    private final LongHashSet metAgain = new LongHashSet();

    private final long cutNs;
    private UndecidedDeliveries undecided;
    private Coverage covered;
    private Coverage held;
    private Coverage markedOn;
    private long liveNs = NOT_LIVE;
    private int missing;
    private int relaunches;
    private boolean progressed;

    /**
     * @param cutNs messages published before this time may be repeats; 0 for none
     * @param covered what the stored state holds
     */
    RepeatMarks(long cutNs, Coverage covered) {
        this.cutNs = cutNs;
        this.covered = covered;
        held = covered;
    }

    /** Another plugin is attached, which has the stored state. */
    void sessionBegins() {
        held = covered;
    }

    /** The subscription is opened, maybe again. @param keepsState its undecided deliveries when state is kept, else null */
    void reopen(UndecidedDeliveries keepsState) {
        delivered.forEachLong((key, sequence) -> before.put(key, Math.max(before.get(key), sequence)));
        delivered.clear();
        metAgain.clear();
        unfinished.clear();
        missing = 0;
        undecided = keepsState;
        liveNs = NOT_LIVE;
        if (keepsState != null) {
            held.forEachExcept(unfinished::add);
        }
        relaunches = progressed || relaunches == 0 ? 1 : relaunches + 1;
        progressed = false;
    }

    /** The subscription is closed, but the plugin has what was settled on it. */
    void close() {
        if (undecided != null) {
            held = covering(liveNs);
            undecided = null;
        }
    }

    /** Something was done with for good. */
    void progress() {
        progressed = true;
    }

    /** Whether the plugin's state holds the effect of this message, though the bus gives it again. */
    boolean isCovered(long key, long sequence) {
        if (!held.holds(key, sequence)) {
            return false;
        }
        metAgain.add(key);
        return true;
    }

    /** The message is to come again, or to become a dead letter; until then no state holds it. */
    void unfinish(long key, long sequence) {
        unfinished.add(key, sequence);
    }

    /** The message is done with. */
    void finish(long key, long sequence) {
        unfinished.remove(key, sequence);
    }

    /** All that is old was delivered. */
    void live(long nowNs) {
        liveNs = nowNs;
    }

    /** What a snapshot begun now holds: all that was delivered, save what is undecided or unfinished. */
    Coverage covering(long nowNs) {
        markedOn = held;
        if (undecided == null) {
            return held;
        }
        // The bus' place lies behind what did not come again though all that is old was delivered, and long ago.
        boolean forgets = liveNs != NOT_LIVE && nowNs - liveNs > FORGET_AFTER_NS;
        Coverage all = new Coverage();
        held.forEachUpTo((key, sequence) -> {
            if (!forgets || delivered.containsKey(key) || metAgain.contains(key)) {
                all.raise(key, sequence);
            }
        });
        delivered.forEachLong(all::raise);
        unfinished.forEach(all::except);
        undecided.forEach(all::except);
        return all.trimmed();
    }

    /** The snapshot that holds this is stored. */
    void covered(Coverage stored) {
        covered = stored;
        if (held == markedOn) {
            held = stored;
        }
    }

    /** Takes note of a delivery; true when there may have been one of it in an earlier session. */
    boolean observe(long key, long sequence, long publishTimeNs) {
        long last = delivered.get(key);
        if (sequence > last) {
            if (undecided != null) {
                noteMissing(key, Math.max(last, held.upTo(key)), sequence);
            }
            delivered.put(key, sequence);
        }
        return sequence <= before.get(key) || publishTimeNs < cutNs;
    }

    private void noteMissing(long key, long last, long sequence) {
        // When the first that comes is far from its source's first, the subscription began later.
        if (last > 0 || sequence <= FIRST_FEW) {
            for (long each = sequence - 1; each > last && missing < MOST_MISSING; each--) {
                missing++;
                unfinish(key, each);
            }
        }
    }

    /** How often such a message was delivered in earlier sessions, as far as is known. */
    int earlierAttempts() {
        return relaunches;
    }
}
