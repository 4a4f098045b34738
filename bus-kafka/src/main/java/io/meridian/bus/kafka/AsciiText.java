package io.meridian.bus.kafka;

import java.nio.charset.StandardCharsets;

/** Writes numbers as text straight into bytes. */
final class AsciiText {
    private AsciiText() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A number that is not negative, in decimal. */
    static byte[] decimal(long value) {
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        byte[] text = new byte[digits];
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return text;
    }
}
