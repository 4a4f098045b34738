package io.meridian.kernel.state;

import java.util.Arrays;

/**
 * Records of a fixed number of words, addressed by their place, in one array. A place that is freed is given out again, the
 * last one freed first, so the same history always gives the same places. Word 0 of a record that lives is never negative.
 */
final class Slab {
    private static final int NONE = -1;

    private final int stride;
    private long[] words;
    private int used;
    private int live;
    private int firstFree = NONE;

    Slab(int stride, int capacity) {
        this.stride = stride;
        this.words = new long[Math.multiplyExact(stride, Math.max(capacity, 4))];
    }

    /** A place whose words are all 0. */
    int allocate() {
        live++;
        if (firstFree != NONE) {
            int slot = firstFree;
            firstFree = (int) ~words[slot * stride] - 1;
            words[slot * stride] = 0;
            return slot;
        }
        if ((used + 1) * stride > words.length) {
            words = Arrays.copyOf(words, Math.multiplyExact(words.length, 2));
        }
        return used++;
    }

    /** The place that {@link #allocate} would give. */
    int next() {
        return firstFree != NONE ? firstFree : used;
    }

    void free(int slot) {
        int begin = slot * stride;
        Arrays.fill(words, begin, begin + stride, 0);
        words[begin] = ~(firstFree + 1L);
        firstFree = slot;
        live--;
    }

    boolean isLive(int slot) {
        return slot >= 0 && slot < used && words[slot * stride] >= 0;
    }

    /** How many places were ever in use: all records are below. */
    int used() {
        return used;
    }

    int live() {
        return live;
    }

    long get(int slot, int field) {
        return words[slot * stride + field];
    }

    void set(int slot, int field, long word) {
        words[slot * stride + field] = word;
    }

    void add(int slot, int field, long word) {
        words[slot * stride + field] = Math.addExact(words[slot * stride + field], word);
    }

    int high(int slot, int field) {
        return (int) (words[slot * stride + field] >> 32);
    }

    int low(int slot, int field) {
        return (int) words[slot * stride + field];
    }

    void set(int slot, int field, int high, int low) {
        words[slot * stride + field] = (long) high << 32 | low & 0xFFFF_FFFFL;
    }

    void save(WordSink sink) {
        sink.put((long) stride << 32 | used);
        sink.put((long) live << 32 | firstFree & 0xFFFF_FFFFL);
        for (int i = 0, end = used * stride; i < end; i++) {
            sink.put(words[i]);
        }
    }

    void load(WordSource source) {
        long head = source.next();
        if (head >>> 32 != stride) {
            throw new IllegalStateException("snapshot: stride=" + (head >>> 32) + " expected=" + stride);
        }
        used = (int) head;
        long free = source.next();
        live = (int) (free >> 32);
        firstFree = (int) free;
        words = new long[Math.max(words.length, Math.multiplyExact(used, stride))];
        for (int i = 0, end = used * stride; i < end; i++) {
            words[i] = source.next();
        }
    }
}
