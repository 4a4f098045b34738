package io.meridian.bus.envelope;

/** Writes numbers as ASCII straight into bytes, for headers that are made for every message. */
final class AsciiText {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private AsciiText() {}

    /** Sixteen hexadecimal digits. */
    static void hex(byte[] target, int offset, long value) {
        long rest = value;
        for (int i = offset + 15; i >= offset; i--) {
            target[i] = HEX[(int) rest & 0xF];
            rest >>>= 4;
        }
    }

    /** Exactly {@code digits} decimal digits, with zeros in front. */
    static void decimal(byte[] target, int offset, int digits, long value) {
        long rest = value;
        for (int i = offset + digits - 1; i >= offset; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** How many digits a number that is not negative has. */
    static int digits(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
