package io.meridian.kernel.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Finds records of a {@link Slab} by a key, which is some of the record's own words. The index holds places only; it can be
 * made anew from the records, so it is in no snapshot, and nothing ever depends on its order.
 *
 * <p>A search mostly costs what it costs to fetch one line of memory, so a place has four bytes only: the bits of the hash that do not
 * say where it lies, and the record's number.
 */
final class KeyIndex {
    static final int NOT_FOUND = -1;

    private static final int MOST_WORDS = 8;
    /** One for each word of a key, so that none has to wait for the one before. */
    private static final long[] FACTORS = factors();

    private final Slab slab;
    private final int keyField;
    private final int keyWords;
    /** In each place the upper bits of the hash above those of the record's number plus one; 0 is an empty place. */
    private int[] places;
    /** Of each record, to take it out or to move it without a look at its key. */
    private int[] hashes;

    private int mask;
    private int size;

    KeyIndex(Slab slab, int keyField, int keyWords, int capacity) {
        this.slab = slab;
        this.keyField = keyField;
        this.keyWords = keyWords;
        hashes = new int[Math.max(capacity, 8)];
        clear(lengthFor(capacity));
    }

    private static long[] factors() {
        long[] factors = new long[MOST_WORDS];
        for (int i = 0; i < MOST_WORDS; i++) {
            factors[i] = StateHash.mix(i + 1) | 1;
        }
        return factors;
    }

    private static int lengthFor(int capacity) {
        return Math.max(16, Integer.highestOneBit(Math.max(capacity, 1)) * 4);
    }

    private void clear(int length) {
        places = new int[length];
        mask = length - 1;
        size = 0;
    }

    /** By a text of {@code length} bytes, a multiple of 8, that stands for a key padded with zeros. */
    int find(DirectBuffer buffer, int offset, int length) {
        int given = length >> 3;
        long sum = 0;
        for (int i = 0; i < given; i++) {
            sum += buffer.getLong(offset + i * 8, LITTLE_ENDIAN) * FACTORS[i];
        }
        int hash = ended(sum);
        for (int at = hash & mask; places[at] != 0; at = at + 1 & mask) {
            if (isLike(at, hash) && matches(slotAt(at), buffer, offset, given)) {
                return slotAt(at);
            }
        }
        return NOT_FOUND;
    }

    private boolean matches(int slot, DirectBuffer buffer, int offset, int given) {
        for (int i = 0; i < given; i++) {
            if (slab.get(slot, keyField + i) != buffer.getLong(offset + i * 8, LITTLE_ENDIAN)) {
                return false;
            }
        }
        for (int i = given; i < keyWords; i++) {
            if (slab.get(slot, keyField + i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** By a key of one word. */
    int find(long key) {
        int hash = ended(key * FACTORS[0]);
        for (int at = hash & mask; places[at] != 0; at = at + 1 & mask) {
            if (isLike(at, hash) && slab.get(slotAt(at), keyField) == key) {
                return slotAt(at);
            }
        }
        return NOT_FOUND;
    }

    /** By a key of two words. */
    int find(long key1, long key2) {
        int hash = ended(key1 * FACTORS[0] + key2 * FACTORS[1]);
        for (int at = hash & mask; places[at] != 0; at = at + 1 & mask) {
            int slot = slotAt(at);
            if (isLike(at, hash) && slab.get(slot, keyField) == key1 && slab.get(slot, keyField + 1) == key2) {
                return slot;
            }
        }
        return NOT_FOUND;
    }

    /** By a key of three words. */
    int find(long key1, long key2, long key3) {
        int hash = ended(key1 * FACTORS[0] + key2 * FACTORS[1] + key3 * FACTORS[2]);
        for (int at = hash & mask; places[at] != 0; at = at + 1 & mask) {
            int slot = slotAt(at);
            if (isLike(at, hash)
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
        if (slot >= hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(hashes.length * 2, slot + 1));
        }
        long sum = 0;
        for (int i = 0; i < keyWords; i++) {
            sum += slab.get(slot, keyField + i) * FACTORS[i];
        }
        hashes[slot] = ended(sum);
        size++;
        // A record's number must fit below the bits of the hash, also where others have numbers but no place.
        if (size * 2 > places.length || slot >= mask) {
            grow(slot);
        }
        put(slot);
    }

    private void grow(int slot) {
        int[] before = places;
        int slotBits = mask;
        int count = size;
        int length = before.length * 2;
        while (slot >= length - 1) {
            length *= 2;
        }
        clear(length);
        size = count;
        for (int place : before) {
            if (place != 0) {
                put((place & slotBits) - 1);
            }
        }
    }

    private void put(int slot) {
        int at = hashes[slot] & mask;
        while (places[at] != 0) {
            at = at + 1 & mask;
        }
        places[at] = place(slot);
    }

    private int place(int slot) {
        return hashes[slot] & ~mask | slot + 1;
    }

    /** Takes out a record. */
    void remove(int slot) {
        int place = place(slot);
        int at = hashes[slot] & mask;
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
            if ((next - hashes[slotAt(next)] & mask) >= (next - gap & mask)) {
                places[gap] = places[next];
                gap = next;
            }
        }
        places[gap] = 0;
    }

    /** Makes the index from the records that live. */
    void rebuild() {
        clear(Math.max(places.length, lengthFor(slab.live())));
        for (int slot = 0; slot < slab.used(); slot++) {
            if (slab.isLive(slot)) {
                add(slot);
            }
        }
    }

    /**
     * Reads where a record lies that will soon be taken out, so that its line of memory comes while other work is done.
     *
     * @return what was read, of no meaning; keep it somewhere, or the read is left out
     */
    int touch(int slot) {
        return places[hashes[slot] & mask];
    }

    private int slotAt(int at) {
        return (places[at] & mask) - 1;
    }

    private boolean isLike(int at, int hash) {
        return ((places[at] ^ hash) & ~mask) == 0;
    }

    private static int ended(long sum) {
        return (int) StateHash.mix(sum);
    }
}
