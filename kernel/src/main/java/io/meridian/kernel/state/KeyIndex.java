package io.meridian.kernel.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Finds records of a {@link Slab} by a key, which is some of the record's own words. The index holds places only; it can be
 * made anew from the records, so it is in no snapshot, and nothing ever depends on its order.
 */
final class KeyIndex {
    static final int NOT_FOUND = -1;

    private final Slab slab;
    private final int keyField;
    private final int keyWords;
    private int[] places;
    private int mask;
    private int size;

    KeyIndex(Slab slab, int keyField, int keyWords, int capacity) {
        this.slab = slab;
        this.keyField = keyField;
        this.keyWords = keyWords;
        clear(Math.max(16, Integer.highestOneBit(Math.max(capacity, 1)) * 4));
    }

    private void clear(int length) {
        places = new int[length];
        Arrays.fill(places, NOT_FOUND);
        mask = length - 1;
        size = 0;
    }

    /** By a text of {@code length} bytes, a multiple of 8, that stands for a key padded with zeros. */
    int find(DirectBuffer buffer, int offset, int length) {
        long hash = 0;
        int given = length >> 3;
        for (int i = 0; i < keyWords; i++) {
            hash = step(hash, i < given ? buffer.getLong(offset + i * 8, LITTLE_ENDIAN) : 0);
        }
        for (int at = at(hash); places[at] != NOT_FOUND; at = at + 1 & mask) {
            if (matches(places[at], buffer, offset, given)) {
                return places[at];
            }
        }
        return NOT_FOUND;
    }

    private boolean matches(int slot, DirectBuffer buffer, int offset, int given) {
        for (int i = 0; i < keyWords; i++) {
            if (slab.get(slot, keyField + i) != (i < given ? buffer.getLong(offset + i * 8, LITTLE_ENDIAN) : 0)) {
                return false;
            }
        }
        return true;
    }

    /** By a key of one word. */
    int find(long key) {
        for (int at = at(step(0, key)); places[at] != NOT_FOUND; at = at + 1 & mask) {
            if (slab.get(places[at], keyField) == key) {
                return places[at];
            }
        }
        return NOT_FOUND;
    }

    /** By a key of two words. */
    int find(long key1, long key2) {
        for (int at = at(step(step(0, key1), key2)); places[at] != NOT_FOUND; at = at + 1 & mask) {
            if (slab.get(places[at], keyField) == key1 && slab.get(places[at], keyField + 1) == key2) {
                return places[at];
            }
        }
        return NOT_FOUND;
    }

    /** By a key of three words. */
    int find(long key1, long key2, long key3) {
        for (int at = at(step(step(step(0, key1), key2), key3)); places[at] != NOT_FOUND; at = at + 1 & mask) {
            if (slab.get(places[at], keyField) == key1
                    && slab.get(places[at], keyField + 1) == key2
                    && slab.get(places[at], keyField + 2) == key3) {
                return places[at];
            }
        }
        return NOT_FOUND;
    }

    /** Adds a record whose key is set. */
    void add(int slot) {
        if (++size * 2 > places.length) {
            int[] before = places;
            int count = size;
            clear(before.length * 2);
            size = count;
            for (int place : before) {
                if (place != NOT_FOUND) {
                    put(place);
                }
            }
        }
        put(slot);
    }

    private void put(int slot) {
        int at = at(hash(slot));
        while (places[at] != NOT_FOUND) {
            at = at + 1 & mask;
        }
        places[at] = slot;
    }

    /** Takes out a record whose key is still set. */
    void remove(int slot) {
        int at = at(hash(slot));
        while (places[at] != slot) {
            if (places[at] == NOT_FOUND) {
                throw new IllegalStateException("slot=" + slot + " is not indexed");
            }
            at = at + 1 & mask;
        }
        size--;
        // Those behind move up, so that no search ends at the gap.
        int gap = at;
        for (int next = at + 1 & mask; places[next] != NOT_FOUND; next = next + 1 & mask) {
            int home = at(hash(places[next]));
            if ((next - home & mask) >= (next - gap & mask)) {
                places[gap] = places[next];
                gap = next;
            }
        }
        places[gap] = NOT_FOUND;
    }

    /** Makes the index from the records that live. */
    void rebuild() {
        clear(Math.max(places.length, Integer.highestOneBit(Math.max(slab.live(), 1)) * 4));
        for (int slot = 0; slot < slab.used(); slot++) {
            if (slab.isLive(slot)) {
                add(slot);
            }
        }
    }

    private long hash(int slot) {
        long hash = 0;
        for (int i = 0; i < keyWords; i++) {
            hash = step(hash, slab.get(slot, keyField + i));
        }
        return hash;
    }

    private static long step(long hash, long word) {
        return StateHash.mix(hash + word);
    }

    private int at(long hash) {
        return (int) hash & mask;
    }
}
