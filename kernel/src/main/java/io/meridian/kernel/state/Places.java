package io.meridian.kernel.state;

import java.util.Arrays;

/** A set of places, gone through from the lowest on. */
final class Places {
    private long[] words = new long[16];

    void add(int place) {
        int word = place >> 6;
        if (word >= words.length) {
            words = Arrays.copyOf(words, Math.max(word + 1, 2 * words.length));
        }
        words[word] |= 1L << place;
    }

    void remove(int place) {
        int word = place >> 6;
        if (word < words.length) {
            words[word] &= ~(1L << place);
        }
    }

    /** The lowest from a place on, or -1. */
    int next(int from) {
        for (int word = from >> 6; word < words.length; word++) {
            long left = word == from >> 6 ? words[word] & -1L << from : words[word];
            if (left != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(left);
            }
        }
        return -1;
    }

    void clear() {
        Arrays.fill(words, 0);
    }
}
