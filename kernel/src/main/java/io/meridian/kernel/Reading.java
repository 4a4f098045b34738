package io.meridian.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.MoneyDecoder;
import io.meridian.plugin.contract.value.Decimals;
import org.agrona.DirectBuffer;

/** Numbers and texts of messages as the kernel needs them. Nothing here allocates or throws. */
final class Reading {
    static final long ABSENT = Decimals.ABSENT;
    /** A number that the scale does not hold exactly. */
    static final long BAD = Long.MIN_VALUE + 1;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = ONES << 7;
    private static final long[] POWERS = powers();

    private Reading() {}

    private static long[] powers() {
        long[] powers = new long[Decimals.MAX_SCALE + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /** The mantissa at a scale, {@link #ABSENT} or {@link #BAD}. */
    static long number(DecimalDecoder decimal, int toScale) {
        return number(decimal.mantissa(), decimal.scale(), toScale);
    }

    static long number(MoneyDecoder money, int toScale) {
        return number(money.mantissa(), money.scale(), toScale);
    }

    static long number(long mantissa, int scale, int toScale) {
        if (mantissa == ABSENT) {
            return ABSENT;
        }
        if (scale == toScale) {
            return mantissa == BAD ? BAD : mantissa;
        }
        if (scale < 0 || scale > Decimals.MAX_SCALE) {
            return BAD;
        }
        if (scale > toScale) {
            long power = POWERS[scale - toScale];
            return mantissa % power == 0 ? mantissa / power : BAD;
        }
        long power = POWERS[toScale - scale];
        long result = mantissa * power;
        return Math.multiplyHigh(mantissa, power) != result >> 63 || result <= BAD ? BAD : result;
    }

    static boolean isPresent(long number) {
        return number > BAD;
    }

    /** Whether a padded text is ASCII with nothing behind its end. The empty text is. */
    static boolean isPlain(DirectBuffer buffer, int offset, int length) {
        boolean ended = false;
        for (int at = offset; at < offset + length; at += 8) {
            long word = buffer.getLong(at, LITTLE_ENDIAN);
            if ((word & HIGHS) != 0 || ended && word != 0) {
                return false;
            }
            long zeros = word - ONES & ~word & HIGHS;
            if (zeros != 0) {
                ended = true;
                if (word >>> (Long.numberOfTrailingZeros(zeros) & ~7) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether a padded text is empty or can be a segment of a topic. */
    static boolean isSegment(DirectBuffer buffer, int offset, int length) {
        int end = offset;
        while (end < offset + length && buffer.getByte(end) != 0) {
            byte c = buffer.getByte(end);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
                return false;
            }
            end++;
        }
        return isPlain(buffer, offset, length);
    }

    static boolean isEmpty(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset) == 0;
    }
}
