package io.meridian.kernel.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

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
    /** In each place the high half of the hash and the record's number plus one; 0 is an empty place. */
    private long[] places;

    private int mask;
    private int size;

    KeyIndex(Slab slab, int keyField, int keyWords, int capacity) {
        this.slab = slab;
        this.keyField = keyField;
        this.keyWords = keyWords;
        clear(Math.max(16, Integer.highestOneBit(Math.max(capacity, 1)) * 4));
    }

    private void clear(int length) {
        places = new long[length];
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
        int wanted = ended(hash);
        for (int at = wanted & mask; places[at] != 0; at = at + 1 & mask) {
            if (hashAt(at) == wanted && matches(slotAt(at), buffer, offset, given)) {
                return slotAt(at);
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
        int wanted = ended(step(0, key));
        for (int at = wanted & mask; places[at] != 0; at = at + 1 & mask) {
            if (hashAt(at) == wanted && slab.get(slotAt(at), keyField) == key) {
                return slotAt(at);
            }
        }
        return NOT_FOUND;
    }

    /** By a key of two words. */
    int find(long key1, long key2) {
        int wanted = ended(step(step(0, key1), key2));
        for (int at = wanted & mask; places[at] != 0; at = at + 1 & mask) {
            int slot = slotAt(at);
            if (hashAt(at) == wanted && slab.get(slot, keyField) == key1 && slab.get(slot, keyField + 1) == key2) {
                return slot;
            }
        }
        return NOT_FOUND;
    }

    /** By a key of three words. */
    int find(long key1, long key2, long key3) {
        int wanted = ended(step(step(step(0, key1), key2), key3));
        for (int at = wanted & mask; places[at] != 0; at = at + 1 & mask) {
            int slot = slotAt(at);
            if (hashAt(at) == wanted
                    && slab.get(slot, keyField) == key1
                    && slab.get(slot, keyField + 1) == key2
                    && slab.get(slot, keyField + 2) == key3) {
                return slot;
            }
        }
        return NOT_FOUND;
    }

    /** Adds a record whose key is set. */
    void add(int slot) {
        if (++size * 2 > places.length) {
            long[] before = places;
            int count = size;
            clear(before.length * 2);
            size = count;
            for (long place : before) {
                if (place != 0) {
                    put((int) (place >>> 32), place);
                }
            }
        }
        int hash = hash(slot);
        put(hash, (long) hash << 32 | slot + 1);
    }

    private void put(int hash, long place) {
        int at = hash & mask;
        while (places[at] != 0) {
            at = at + 1 & mask;
        }
        places[at] = place;
    }

    /** Takes out a record whose key is still set. */
    void remove(int slot) {
        int hash = hash(slot);
        long place = (long) hash << 32 | slot + 1;
        int at = hash & mask;
        while (places[at] != place) {
            if (places[at] == 0) {
                throw new IllegalStateException("slot=" + slot + " is not indexed");
            }
            at = at + 1 & mask;
        }
        size--;
        // Those behind move up, so that no search ends at the gap.
        int gap = at;
        for (int next = at + 1 & mask; places[next] != 0; next = next + 1 & mask) {
            if ((next - hashAt(next) & mask) >= (next - gap & mask)) {
                places[gap] = places[next];
                gap = next;
            }
        }
        places[gap] = 0;
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

    private int slotAt(int at) {
        return (int) places[at] - 1;
    }

    private int hashAt(int at) {
        return (int) (places[at] >>> 32);
    }

    private int hash(int slot) {
        long hash = 0;
        for (int i = 0; i < keyWords; i++) {
            hash = step(hash, slab.get(slot, keyField + i));
        }
        return ended(hash);
    }

    private static long step(long hash, long word) {
        return Long.rotateLeft((hash ^ word) * 0x9E3779B185EBCA87L, 29);
    }

    private static int ended(long hash) {
        return (int) StateHash.mix(hash);
    }
}
