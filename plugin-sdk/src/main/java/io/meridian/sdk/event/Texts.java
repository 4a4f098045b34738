package io.meridian.sdk.event;

import java.nio.charset.StandardCharsets;

/** Turns short ASCII text into strings, the same bytes into the same string, so that it costs nothing the second time. */
final class Texts {
    private static final int SLOTS = 4096;
    private static final int PROBES = 8;

    private final String[] known = new String[SLOTS];
    final byte[] scratch = new byte[64];

    /** The text in {@link #scratch}, up to the first zero or {@code limit}. */
    String take(int limit) {
        int hash = 0;
        int length = 0;
        while (length < limit && scratch[length] != 0) {
            hash = hash * 31 + scratch[length++];
        }
        if (length == 0) {
            return "";
        }
        int home = (hash ^ hash >>> 15) & SLOTS - 1;
        for (int i = 0; i < PROBES; i++) {
            int slot = home + i & SLOTS - 1;
            String text = known[slot];
            if (text == null) {
                return known[slot] = string(length);
            }
            if (same(text, length)) {
                return text;
            }
        }
        return known[home] = string(length);
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
