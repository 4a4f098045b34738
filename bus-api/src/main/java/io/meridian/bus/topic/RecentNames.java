package io.meridian.bus.topic;

import java.util.Arrays;

/**
 * A fixed number of recently used values, found by a 32-bit hash: two places a hash, the older one is overwritten.
 *
 * <p>Hostile names can only push others out. Threads race on plain array elements on purpose: the values are
 * immutable with final fields, so a reader sees a whole value or none, and a lost write costs one more parse.
 */
final class RecentNames<T> {
    private final T[] slots;

    RecentNames(final T[] emptySlots) {
        slots = Arrays.copyOf(emptySlots, emptySlots.length);
    }

    /** The index of the first place; the second is {@code index ^ 1}. */
    int index(final int hash) {
        final int mixed = hash * 0x9E3779B9;
        return (mixed ^ mixed >>> 16) & slots.length - 1;
    }

    T get(final int index) {
        return slots[index];
    }

    void put(final int index, final T value) {
        slots[index ^ 1] = slots[index];
        slots[index] = value;
    }
}
