package io.meridian.plugin.contract.value;

/** Numbers as text: an optional sign, digits, and a point followed by more digits. No exponent, no spaces, no grouping. */
final class DecimalText {
    private static final int SHOWN = 40;

    private DecimalText() {}

    /** How many digits follow the point. */
    static int scale(CharSequence text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) == '.') {
                return length - i - 1;
            }
        }
        return 0;
    }

    static long parse(CharSequence text, int toScale) {
        int length = text.length();
        boolean negative = length > 0 && text.charAt(0) == '-';
        int begin = length > 0 && (negative || text.charAt(0) == '+') ? 1 : 0;
        long mantissa = 0;
        int digits = 0;
        int point = -1;
        for (int i = begin; i < length; i++) {
            char c = text.charAt(i);
            if (c == '.' && point < 0 && digits > 0) {
                point = i;
            } else if (c >= '0' && c <= '9') {
                digits++;
                if (point >= 0 && i - point > toScale) {
                    // Zeros beyond the scale change nothing; other digits would be lost.
                    if (c != '0') {
                        throw new ArithmeticException(
                                "text=" + shown(text) + " has more digits after the point than scale=" + toScale);
                    }
                } else {
                    mantissa = appended(mantissa, c - '0', text, toScale);
                }
            } else {
                throw notANumber(text);
            }
        }
        if (digits == 0 || point == length - 1) {
            throw notANumber(text);
        }
        for (int have = point < 0 ? 0 : length - point - 1; have < toScale; have++) {
            mantissa = appended(mantissa, 0, text, toScale);
        }
        return negative ? -mantissa : mantissa;
    }

    private static long appended(long mantissa, int digit, CharSequence text, int toScale) {
        if (mantissa > (Long.MAX_VALUE - digit) / 10) {
            throw new ArithmeticException("overflow: text=" + shown(text) + " toScale=" + toScale);
        }
        return mantissa * 10 + digit;
    }

    private static NumberFormatException notANumber(CharSequence text) {
        return new NumberFormatException(
                "text=" + shown(text) + " is no number: digits, with a sign before and a point within if need be");
    }

    private static String shown(CharSequence text) {
        return text.length() <= SHOWN ? text.toString() : text.subSequence(0, SHOWN) + "...";
    }

    static String format(long mantissa, int scale) {
        StringBuilder text = new StringBuilder(24);
        append(text, mantissa, scale);
        return text.toString();
    }

    static void append(StringBuilder text, long mantissa, int scale) {
        long rest = Math.abs(mantissa);
        if (mantissa < 0) {
            text.append('-');
        }
        long power = Wide.power(scale);
        text.append(rest / power);
        if (scale == 0) {
            return;
        }
        text.append('.');
        rest %= power;
        for (long place = power / 10; place > 0; place /= 10) {
            text.append((char) ('0' + rest / place));
            rest %= place;
        }
    }
}
