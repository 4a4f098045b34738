package io.meridian.plugin.contract.value;

import java.math.RoundingMode;

/**
 * Exact arithmetic on a mantissa and a scale, value = mantissa / 10^scale. Nothing here allocates unless it fails. A result is
 * a mantissa of the scale the caller asks for; what does not fit that scale is rounded as the caller says, and what does not
 * fit 63 bits is an {@link ArithmeticException}.
 *
 * <p>The lowest long is no mantissa: it stands for an absent number, and to calculate with it is an error.
 */
public final class Decimals {
    public static final int MAX_SCALE = 18;

    /** Stands for an absent number, in the messages of the trading schema too. */
    public static final long ABSENT = Long.MIN_VALUE;

    private Decimals() {}

    public static boolean isAbsent(long mantissa) {
        return mantissa == ABSENT;
    }

    /** The mantissa of the same number at another scale. */
    public static long rescale(long mantissa, int scale, int toScale, RoundingMode rounding) {
        requirePresent(mantissa);
        requireScale(scale);
        requireScale(toScale);
        if (toScale >= scale) {
            long power = Wide.power(toScale - scale);
            long result = mantissa * power;
            if (Math.multiplyHigh(mantissa, power) != result >> 63 || result == ABSENT) {
                throw overflow("rescale", mantissa, scale, 0, 0, toScale);
            }
            return result;
        }
        return scaledDown(mantissa < 0, 0, Math.abs(mantissa), scale - toScale, rounding);
    }

    /** Below, equal to or above zero, as the first number is below, equal to or above the second. */
    public static int compare(long mantissa1, int scale1, long mantissa2, int scale2) {
        requirePresent(mantissa1);
        requirePresent(mantissa2);
        requireScale(scale1);
        requireScale(scale2);
        if (scale1 == scale2) {
            return Long.compare(mantissa1, mantissa2);
        }
        return scale1 < scale2
                ? compareScaled(mantissa1, Wide.power(scale2 - scale1), mantissa2)
                : -compareScaled(mantissa2, Wide.power(scale1 - scale2), mantissa1);
    }

    private static int compareScaled(long mantissa, long power, long other) {
        int high = Long.compare(Math.multiplyHigh(mantissa, power), other >> 63);
        return high != 0 ? high : Long.compareUnsigned(mantissa * power, other);
    }

    /** The mantissa, at the larger of the two scales, of the sum. */
    public static long add(long mantissa1, int scale1, long mantissa2, int scale2) {
        return add(mantissa1, scale1, mantissa2, scale2, Math.max(scale1, scale2), RoundingMode.UNNECESSARY);
    }

    public static long add(long mantissa1, int scale1, long mantissa2, int scale2, int toScale, RoundingMode rounding) {
        requirePresent(mantissa1);
        requirePresent(mantissa2);
        requireScale(scale1);
        requireScale(scale2);
        requireScale(toScale);
        if (scale1 == scale2 && scale1 == toScale) {
            long sum = mantissa1 + mantissa2;
            if (((mantissa1 ^ sum) & (mantissa2 ^ sum)) < 0 || sum == ABSENT) {
                throw overflow("add", mantissa1, scale1, mantissa2, scale2, toScale);
            }
            return sum;
        }
        int common = Math.max(scale1, scale2);
        long power1 = Wide.power(common - scale1);
        long power2 = Wide.power(common - scale2);
        long low1 = mantissa1 * power1;
        long low = low1 + mantissa2 * power2;
        long carry = Long.compareUnsigned(low, low1) < 0 ? 1 : 0;
        long high = Math.multiplyHigh(mantissa1, power1) + Math.multiplyHigh(mantissa2, power2) + carry;
        boolean negative = high < 0;
        if (negative) {
            low = -low;
            high = low == 0 ? -high : ~high;
        }
        long result = toScale < common
                ? scaledDown(negative, high, low, common - toScale, rounding)
                : scaledUp(negative, high, low, toScale - common);
        if (result == ABSENT) {
            throw overflow("add", mantissa1, scale1, mantissa2, scale2, toScale);
        }
        return result;
    }

    /** The mantissa, at the larger of the two scales, of the first number less the second. */
    public static long subtract(long mantissa1, int scale1, long mantissa2, int scale2) {
        requirePresent(mantissa2);
        return add(mantissa1, scale1, -mantissa2, scale2);
    }

    public static long subtract(
            long mantissa1, int scale1, long mantissa2, int scale2, int toScale, RoundingMode rounding) {
        requirePresent(mantissa2);
        return add(mantissa1, scale1, -mantissa2, scale2, toScale, rounding);
    }

    public static long multiply(
            long mantissa1, int scale1, long mantissa2, int scale2, int toScale, RoundingMode rounding) {
        requirePresent(mantissa1);
        requirePresent(mantissa2);
        requireScale(scale1);
        requireScale(scale2);
        requireScale(toScale);
        long factor1 = Math.abs(mantissa1);
        long factor2 = Math.abs(mantissa2);
        boolean negative = (mantissa1 ^ mantissa2) < 0;
        long high = Math.multiplyHigh(factor1, factor2);
        int scale = scale1 + scale2;
        long result = toScale < scale
                ? scaledDown(negative, high, factor1 * factor2, scale - toScale, rounding)
                : scaledUp(negative, high, factor1 * factor2, toScale - scale);
        if (result == ABSENT) {
            throw overflow("multiply", mantissa1, scale1, mantissa2, scale2, toScale);
        }
        return result;
    }

    /**
     * The first number divided by the second.
     *
     * @throws ArithmeticException when the second is zero, too
     */
    public static long divide(
            long mantissa1, int scale1, long mantissa2, int scale2, int toScale, RoundingMode rounding) {
        requirePresent(mantissa1);
        requirePresent(mantissa2);
        requireScale(scale1);
        requireScale(scale2);
        requireScale(toScale);
        if (mantissa2 == 0) {
            throw new ArithmeticException(
                    "division by zero: mantissa1=" + mantissa1 + " scale1=" + scale1 + " scale2=" + scale2);
        }
        boolean negative = (mantissa1 ^ mantissa2) < 0;
        long divisor = Math.abs(mantissa2);
        long quotient = Math.abs(mantissa1) / divisor;
        long remainder = Math.abs(mantissa1) % divisor;
        int digits = toScale + scale2 - scale1;
        if (digits < 0) {
            long power = Wide.power(-digits);
            int left = Wide.compareToHalf(quotient % power, power);
            return rounded(negative, quotient / power, Wide.withRest(left, remainder != 0), rounding);
        }
        while (digits > 0) {
            long power = Wide.power(Math.min(digits, MAX_SCALE));
            long low = remainder * power;
            long next = Wide.divide(Math.multiplyHigh(remainder, power), low, divisor);
            remainder = low - next * divisor;
            long shifted = quotient * power;
            if (Math.multiplyHigh(quotient, power) != 0 || shifted < 0 || shifted + next < 0) {
                throw overflow("divide", mantissa1, scale1, mantissa2, scale2, toScale);
            }
            quotient = shifted + next;
            digits -= MAX_SCALE;
        }
        long result = rounded(negative, quotient, Wide.compareToHalf(remainder, divisor), rounding);
        if (result == ABSENT) {
            throw overflow("divide", mantissa1, scale1, mantissa2, scale2, toScale);
        }
        return result;
    }

    /**
     * The mantissa of a text such as {@code -12.50} at a scale. Digits beyond the scale are taken only when they are zeros.
     *
     * @throws NumberFormatException when the text is no number
     * @throws ArithmeticException when the number does not fit the scale, or 63 bits
     */
    public static long parse(CharSequence text, int toScale) {
        requireScale(toScale);
        return DecimalText.parse(text, toScale);
    }

    /** Appends the number as text, with as many digits after the point as it has scale. Allocates only if the text grows. */
    public static void format(long mantissa, int scale, StringBuilder text) {
        requirePresent(mantissa);
        requireScale(scale);
        DecimalText.append(text, mantissa, scale);
    }

    /**
     * The mantissa of a binary number at a scale, rounded from the number's exact value. With HALF_EVEN a price that was
     * written with so many digits comes back as it was written.
     *
     * @throws ArithmeticException when it is not finite, or too large
     */
    public static long fromDouble(double value, int scale, RoundingMode rounding) {
        requireScale(scale);
        if (!Double.isFinite(value)) {
            throw new ArithmeticException("value=" + value + " has no exact number");
        }
        long bits = Double.doubleToRawLongBits(value);
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
        long fraction = bits & 0xF_FFFF_FFFF_FFFFL;
        long significand = Math.getExponent(value) < Double.MIN_EXPONENT ? fraction : fraction | 0x10_0000_0000_0000L;
        long power = Wide.power(scale);
        long high = Math.multiplyHigh(significand, power);
        long low = significand * power;
        boolean negative = bits < 0;
        if (exponent >= 0) {
            if (significand != 0 && (high != 0 || low < 0 || exponent >= Long.numberOfLeadingZeros(low))) {
                throw new ArithmeticException("overflow: value=" + value + " toScale=" + scale);
            }
            return negative ? -(low << exponent) : low << exponent;
        }
        long result = shiftedDown(negative, high, low, -exponent, rounding);
        if (result == ABSENT) {
            throw new ArithmeticException("overflow: value=" + value + " toScale=" + scale);
        }
        return result;
    }

    private static long shiftedDown(boolean negative, long high, long low, int bits, RoundingMode rounding) {
        if (bits > 126) {
            return rounded(negative, 0, (high | low) == 0 ? Wide.NOTHING : Wide.LESS, rounding);
        }
        long half = bit(high, low, bits - 1);
        boolean rest = bits > 64 + 1 && (high & (1L << bits - 65) - 1) != 0
                || (bits > 64 ? low != 0 : (low & (1L << bits - 1) - 1) != 0);
        int left = half == 0 ? rest ? Wide.LESS : Wide.NOTHING : rest ? Wide.MORE : Wide.HALF;
        long quotient = bits >= 64 ? high >>> bits - 64 : high << 64 - bits | low >>> bits;
        if (quotient < 0 || bits < 64 && high >>> bits != 0) {
            return ABSENT;
        }
        return rounded(negative, quotient, left, rounding);
    }

    private static long bit(long high, long low, int at) {
        return at >= 64 ? high >>> at - 64 & 1 : low >>> at & 1;
    }

    /** The nearest binary number. For indicators and charts; what is owed is never calculated with it. */
    public static double toDouble(long mantissa, int scale) {
        requireScale(scale);
        if (isAbsent(mantissa)) {
            return Double.NaN;
        }
        // Both are exact up to 2^53, and then one division rounds once. Larger ones go by their text, which is rare.
        if (Math.abs(mantissa) <= 1L << 53 || scale == 0) {
            return (double) mantissa / Wide.power(scale);
        }
        return Double.parseDouble(DecimalText.format(mantissa, scale));
    }

    // These three answer ABSENT, which no result is, when the result needs more than 63 bits: who called knows the
    // numbers.

    private static long scaledUp(boolean negative, long high, long low, int digits) {
        long power = Wide.power(digits);
        long result = low * power;
        if (high != 0 || low < 0 || result < 0 || Math.multiplyHigh(low, power) != 0) {
            return ABSENT;
        }
        return negative ? -result : result;
    }

    private static long scaledDown(boolean negative, long high, long low, int digits, RoundingMode rounding) {
        int first = Math.min(digits, MAX_SCALE);
        long power = Wide.power(first);
        if (high == 0 && low >= 0 && digits == first) {
            return rounded(negative, low / power, Wide.compareToHalf(low % power, power), rounding);
        }
        long quotientHigh = high / power;
        long quotient = Wide.divide(high % power, low, power);
        long remainder = low - quotient * power;
        int left = Wide.compareToHalf(remainder, power);
        if (digits > first) {
            long secondPower = Wide.power(digits - first);
            long before = quotient;
            long beforeHigh = quotientHigh;
            quotientHigh = beforeHigh / secondPower;
            quotient = Wide.divide(beforeHigh % secondPower, before, secondPower);
            left = Wide.withRest(Wide.compareToHalf(before - quotient * secondPower, secondPower), remainder != 0);
        }
        if (quotientHigh != 0 || quotient < 0) {
            return ABSENT;
        }
        return rounded(negative, quotient, left, rounding);
    }

    private static long rounded(boolean negative, long quotient, int left, RoundingMode rounding) {
        long result = quotient;
        if (Wide.isRoundedUp(negative, (quotient & 1) != 0, left, rounding) && ++result < 0) {
            return ABSENT;
        }
        return negative ? -result : result;
    }

    private static ArithmeticException overflow(
            String operation, long mantissa1, int scale1, long mantissa2, int scale2, int toScale) {
        return new ArithmeticException("overflow: operation=" + operation + " mantissa1=" + mantissa1 + " scale1="
                + scale1 + " mantissa2=" + mantissa2 + " scale2=" + scale2 + " toScale=" + toScale);
    }

    static void requirePresent(long mantissa) {
        if (mantissa == ABSENT) {
            throw new ArithmeticException("mantissa=absent: there is no number to calculate with");
        }
    }

    static void requireScale(int scale) {
        if (scale < 0 || scale > MAX_SCALE) {
            throw new IllegalArgumentException("scale=" + scale + " is not from 0 to " + MAX_SCALE);
        }
    }
}
