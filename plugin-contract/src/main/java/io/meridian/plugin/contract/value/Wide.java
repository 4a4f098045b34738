package io.meridian.plugin.contract.value;

import java.math.RoundingMode;

/**
 * Integers of 128 bits, as pairs of longs without a sign. A product of two mantissas, or a mantissa brought to another scale,
 * does not fit 64 bits before it is rounded.
 */
final class Wide {
    /** What a quotient leaves, against half of the divisor. */
    static final int NOTHING = 0;

    static final int LESS = 1;
    static final int HALF = 2;
    static final int MORE = 3;

    private static final long[] POWERS = powers();

    private Wide() {}

    private static long[] powers() {
        long[] powers = new long[Decimals.MAX_SCALE + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /** Ten to the power of 0 to 18. */
    static long power(int exponent) {
        return POWERS[exponent];
    }

    /** The low 64 bits of (high, low) divided by divisor, which is above high and below 2^63. */
    static long divide(long high, long low, long divisor) {
        if (high == 0) {
            return Long.divideUnsigned(low, divisor);
        }
        // Schoolbook division with digits of 32 bits. The shift makes the divisor's first digit large, so that a
        // guessed
        // digit of the quotient is at most two too high.
        int shift = Long.numberOfLeadingZeros(divisor);
        long v = divisor << shift;
        long v1 = v >>> 32;
        long v0 = v & 0xFFFF_FFFFL;
        long u = high << shift | low >>> -shift;
        long rest = low << shift;
        long q1 = digit(u, rest >>> 32, v1, v0);
        u = (u << 32 | rest >>> 32) - q1 * v;
        long q0 = digit(u, rest & 0xFFFF_FFFFL, v1, v0);
        return (q1 << 32) + q0;
    }

    private static long digit(long u, long next, long v1, long v0) {
        long guess = Long.divideUnsigned(u, v1);
        long left = u - guess * v1;
        while (guess >>> 32 != 0 || Long.compareUnsigned(guess * v0, left << 32 | next) > 0) {
            guess--;
            left += v1;
            if (left >>> 32 != 0) {
                break;
            }
        }
        return guess;
    }

    /** How a remainder stands to half of its divisor. Both are below 2^63. */
    static int compareToHalf(long remainder, long divisor) {
        if (remainder == 0) {
            return NOTHING;
        }
        long other = divisor - remainder;
        return remainder < other ? LESS : remainder == other ? HALF : MORE;
    }

    /** The same when something, less than one unit of the remainder, was left already. */
    static int withRest(int left, boolean rest) {
        if (!rest) {
            return left;
        }
        return left == NOTHING ? LESS : left == HALF ? MORE : left;
    }

    /** Whether the quotient goes away from zero by one. */
    static boolean isRoundedUp(boolean negative, boolean odd, int left, RoundingMode rounding) {
        if (left == NOTHING) {
            return false;
        }
        return switch (rounding) {
            case UP -> true;
            case DOWN -> false;
            case CEILING -> !negative;
            case FLOOR -> negative;
            case HALF_UP -> left >= HALF;
            case HALF_DOWN -> left > HALF;
            case HALF_EVEN -> left > HALF || left == HALF && odd;
            case UNNECESSARY -> throw new ArithmeticException("the result is not exact, and rounding=UNNECESSARY");
        };
    }
}
