package io.meridian.sdk.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns short ASCII text into strings, the same bytes into the same string, so that it costs nothing the second time. It grows with what there is to know up to a
 * limit, beyond which the new takes the place of something known.
 */
final class Texts {
    private static final int FIRST_SLOTS = 16;
    /** Enough for the symbols of a large market. */
    private static final int MOST_NAMES = 32_768;
    /** Each id is new, and is read again only for a while. */
    private static final int MOST_IDS = 1024;

    private static final int PROBES = 8;
    private static final int MOST_WORDS = 5;
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int mostSlots;
    private String[] known = new String[FIRST_SLOTS];
    /** What each text was made of, padded with zeros: a search looks at this alone. The first word is 0 where there is none. */
    private long[] words = new long[FIRST_SLOTS * MOST_WORDS];
    /** What is looked for. */
    private final long[] given = new long[MOST_WORDS];

    final byte[] scratch = new byte[64];

    private Texts(int mostSlots) {
        this.mostSlots = mostSlots;
    }

    /** For what is read for as long as it runs, such as symbols. */
    static Texts ofNames() {
        return new Texts(MOST_NAMES);
    }

    /** For what comes and goes, such as the ids of orders. */
    static Texts ofIds() {
        return new Texts(MOST_IDS);
    }

    /** The text in {@link #scratch}, up to the first zero or {@code limit}, which is a multiple of 8 and at most 40. */
    String take(int limit) {
        if (scratch[0] == 0) {
            return "";
        }
        read(limit);
        int home = hash(given, 0);
        int mask = known.length - 1;
        for (int i = 0; i < PROBES; i++) {
            int slot = home + i & mask;
            if (words[slot * MOST_WORDS] == 0) {
                break;
            }
            if (isGiven(slot * MOST_WORDS)) {
                return known[slot];
            }
        }
        String text = new String(scratch, 0, length(limit), StandardCharsets.US_ASCII);
        put(text, given, 0);
        return text;
    }

    private void read(int limit) {
        Arrays.fill(given, 0);
        for (int i = 0; i * Long.BYTES < limit; i++) {
            given[i] = (long) WORDS.get(scratch, i * Long.BYTES);
            if (given[i] >>> 56 == 0) {
                // It ends here.
                break;
            }
        }
    }

    private boolean isGiven(int at) {
        for (int i = 0; i < MOST_WORDS; i++) {
            if (words[at + i] != given[i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(long[] from, int offset) {
        long hash = 0;
        for (int i = 0; i < MOST_WORDS && from[offset + i] != 0; i++) {
            hash = (hash ^ from[offset + i]) * FACTOR;
            hash ^= hash >>> 32;
        }
        // Names that differ in their last letter alone are spread over all of it.
        return (int) (hash * FACTOR >>> 32);
    }

    private int length(int limit) {
        int length = 0;
        while (length < limit && scratch[length] != 0) {
            length++;
        }
        return length;
    }

    private void put(String text, long[] from, int offset) {
        int home = hash(from, offset);
        int mask = known.length - 1;
        int slot = home & mask;
        for (int i = 0; i < PROBES; i++) {
            int next = home + i & mask;
            if (words[next * MOST_WORDS] == 0) {
                slot = next;
                break;
            }
        }
        if (known[slot] != null && known.length < mostSlots) {
            grow();
            put(text, from, offset);
            return;
        }
        known[slot] = text;
        System.arraycopy(from, offset, words, slot * MOST_WORDS, MOST_WORDS);
    }

    private void grow() {
        String[] oldTexts = known;
        long[] oldWords = words;
        known = new String[2 * oldTexts.length];
        words = new long[known.length * MOST_WORDS];
        for (int i = 0; i < oldTexts.length; i++) {
            if (oldTexts[i] != null) {
                put(oldTexts[i], oldWords, i * MOST_WORDS);
            }
        }
    }
}
