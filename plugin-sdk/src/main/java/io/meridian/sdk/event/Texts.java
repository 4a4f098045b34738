package io.meridian.sdk.event;

import java.nio.charset.StandardCharsets;

/**
 * Turns short ASCII text into strings, the same bytes into the same string, so that it costs nothing the second time. It grows with what there is to know up to a
 * limit, beyond which the new takes the place of something known.
 */
final class Texts {
    private static final int FIRST_SLOTS = 512;
    /** Enough for the symbols of a large market. Ids, of which each is new, fill it too. */
    private static final int MOST_SLOTS = 32_768;

    private static final int PROBES = 8;

    private String[] known = new String[FIRST_SLOTS];
    final byte[] scratch = new byte[64];

    /** The text in {@link #scratch}, up to the first zero or {@code limit}. */
    String take(int limit) {
        // As a string's own, for ASCII.
        int hash = 0;
        int length = 0;
        while (length < limit && scratch[length] != 0) {
            hash = hash * 31 + scratch[length++];
        }
        if (length == 0) {
            return "";
        }
        int mask = known.length - 1;
        int home = home(hash, mask);
        for (int i = 0; i < PROBES; i++) {
            int slot = home + i & mask;
            String text = known[slot];
            if (text == null) {
                return known[slot] = string(length);
            }
            if (same(text, length)) {
                return text;
            }
        }
        String text = string(length);
        if (known.length < MOST_SLOTS) {
            grow();
        }
        put(text);
        return text;
    }

    private static int home(int hash, int mask) {
        // Names that differ in their last letter alone are spread over all of it.
        return hash * 0x9E37_79B9 >>> 15 & mask;
    }

    private void grow() {
        String[] old = known;
        known = new String[2 * old.length];
        for (String text : old) {
            if (text != null) {
                put(text);
            }
        }
    }

    private void put(String text) {
        int mask = known.length - 1;
        int home = home(text.hashCode(), mask);
        for (int i = 0; i < PROBES; i++) {
            int slot = home + i & mask;
            if (known[slot] == null) {
                known[slot] = text;
                return;
            }
        }
        known[home] = text;
    }

    private String string(int length) {
        return new String(scratch, 0, length, StandardCharsets.US_ASCII);
    }

    private boolean same(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != (scratch[i] & 0x7F)) {
                return false;
            }
        }
        return true;
    }
}
