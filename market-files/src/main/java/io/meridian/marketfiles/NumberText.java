package io.meridian.marketfiles;

import io.meridian.plugin.contract.value.Decimals;

/**
 * A number as text, read exactly: a sign, digits, a point within, and an exponent if need be. What it found is in its fields,
 * so that nothing is allocated.
 */
final class NumberText {
    private static final int MAX_EXPONENT = 10_000;
    private static final long TENTH = Long.MAX_VALUE / 10;
    private static final double MAX_EXACT = 1L << 53;
    /** Beyond this power of ten, a double is no longer exact enough to try. */
    private static final int MAX_TRIED_SCALE = 12;

    private static final double[] POWERS = new double[MAX_TRIED_SCALE + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private long mantissa;
    private int scale;

    long mantissa() {
        return mantissa;
    }

    int scale() {
        return scale;
    }

    /** What stands for no number: nothing, and what tables of others write for it. */
    static boolean isAbsent(char[] text, int from, int to) {
        return from == to
                || isWord("nan", text, from, to)
                || isWord("null", text, from, to)
                || isWord("na", text, from, to);
    }

    private static boolean isWord(String word, char[] text, int from, int to) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if ((text[i] | 0x20) != word.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /** @return what is wrong with it, or null when it was read */
    String parse(char[] text, int from, int to) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative || at < to && text[at] == '+') {
            at++;
        }
        long value = 0;
        int digits = 0;
        int fraction = 0;
        int dropped = 0;
        boolean point = false;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits++;
                if (point) {
                    fraction++;
                }
                if (dropped > 0 || value > TENTH || value == TENTH && digit > 7) {
                    // Zeros that do not fit change nothing; other digits would be lost.
                    if (digit != 0) {
                        return "has more digits than fit, which are 18";
                    }
                    dropped++;
                } else {
                    value = value * 10 + digit;
                }
            } else if (text[at] == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return "expected a number such as 12.50";
        }
        int exponent = 0;
        if (at < to) {
            if ((text[at] | 0x20) != 'e') {
                return "expected a number such as 12.50";
            }
            exponent = exponent(text, at + 1, to);
            if (exponent == Integer.MIN_VALUE) {
                return "expected a number such as 12.50";
            }
        }
        return fit(negative ? -value : value, fraction - dropped - exponent);
    }

    private static int exponent(char[] text, int from, int to) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative || at < to && text[at] == '+') {
            at++;
        }
        if (at == to) {
            return Integer.MIN_VALUE;
        }
        int value = 0;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE;
            }
            value = Math.min(MAX_EXPONENT, value * 10 + digit);
        }
        return negative ? -value : value;
    }

    private String fit(long value, int digitsAfterPoint) {
        long fitting = value;
        int places = digitsAfterPoint;
        if (fitting == 0) {
            places = Math.clamp(places, 0, Decimals.MAX_SCALE);
        }
        for (; places < 0; places++) {
            if (Math.abs(fitting) > TENTH) {
                return "is too large: at most " + Long.MAX_VALUE;
            }
            fitting *= 10;
        }
        for (; places > Decimals.MAX_SCALE; places--) {
            if (fitting % 10 != 0) {
                return "has more than " + Decimals.MAX_SCALE + " digits after the point";
            }
            fitting /= 10;
        }
        mantissa = fitting;
        scale = places;
        return null;
    }

    /** The shortest decimal that reads back as the same. @return what is wrong with it, or null when it was read */
    String read(double value) {
        for (int places = 0; places <= MAX_TRIED_SCALE; places++) {
            double scaled = Math.rint(value * POWERS[places]);
            if (!(Math.abs(scaled) <= MAX_EXACT)) {
                break;
            }
            if (scaled / POWERS[places] == value) {
                mantissa = (long) scaled;
                scale = places;
                return null;
            }
        }
        char[] text = Double.toString(value).toCharArray();
        return parse(text, 0, text.length);
    }
}
