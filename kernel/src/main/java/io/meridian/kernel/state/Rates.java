package io.meridian.kernel.state;

/**
 * How often something happened, by a key of two words. One word is kept for each: the time at which what happened so far would be forgotten
 * if it had come evenly. With a limit of n in a window, n may come at once, and then one for each n-th part of the window. The
 * oldest key is forgotten when there are more than are kept.
 */
public final class Rates {
    private static final int KEY = 1;
    private static final int UNTIL = 3;
    private static final int STRIDE = 4;

    private final int kept;
    private final Slab slab;
    private final KeyIndex index;
    private int next;

    Rates(int kept) {
        this.kept = kept;
        slab = new Slab(STRIDE, kept);
        index = new KeyIndex(slab, KEY, 2, kept);
    }

    /** Whether one more at this time is within {@code count} in the window. */
    public boolean isWithin(long key1, long key2, long time, long count, long window) {
        if (count <= 0) {
            return false;
        }
        int slot = index.find(key1, key2);
        long until = slot == KeyIndex.NOT_FOUND ? time : Math.max(time, slab.get(slot, UNTIL));
        return until - time <= window - window / count;
    }

    /** Whether more than the count has happened within the window. */
    public boolean isBeyond(long key1, long key2, long time, long window) {
        int slot = index.find(key1, key2);
        return slot != KeyIndex.NOT_FOUND && slab.get(slot, UNTIL) - time > window;
    }

    /** Begins anew. */
    public void forgive(long key1, long key2) {
        int slot = index.find(key1, key2);
        if (slot != KeyIndex.NOT_FOUND) {
            slab.set(slot, UNTIL, 0);
        }
    }

    /** One more happened. */
    public void count(long key1, long key2, long time, long count, long window) {
        int slot = index.find(key1, key2);
        if (slot == KeyIndex.NOT_FOUND) {
            slot = next;
            if (slot < slab.used()) {
                index.remove(slot);
            } else {
                slab.allocate();
            }
            slab.set(slot, KEY, key1);
            slab.set(slot, KEY + 1, key2);
            slab.set(slot, UNTIL, time);
            index.add(slot);
            next = slot + 1 == kept ? 0 : slot + 1;
        }
        long until = Math.max(time, slab.get(slot, UNTIL)) + window / Math.max(count, 1);
        // What is never refused, as cancels, puts off what follows by one part at most.
        slab.set(slot, UNTIL, Math.min(until, time + window + window / Math.max(count, 1)));
    }

    void save(WordSink sink) {
        sink.put(next);
        slab.save(sink);
    }

    void load(WordSource source) {
        next = (int) source.next();
        slab.load(source);
        index.rebuild();
    }
}
