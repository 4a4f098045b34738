package io.meridian.kernel.book;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Parts of amounts. */
public final class Amounts {
    private Amounts() {}

    /**
     * amount * part / whole, rounded once, half to even. {@code whole} is not 0. Allocates only where the product needs more than 63
     * bits.
     */
    public static long part(long amount, long part, long whole) {
        long high = Math.multiplyHigh(amount, part);
        long low = amount * part;
        if (high != low >> 63) {
            BigInteger product = BigInteger.valueOf(amount).multiply(BigInteger.valueOf(part));
            return new BigDecimal(product)
                    .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_EVEN)
                    .longValueExact();
        }
        long quotient = low / whole;
        long rest = Math.abs(low % whole);
        long other = Math.abs(whole) - rest;
        if (rest > other || rest == other && (quotient & 1) != 0) {
            return quotient + ((low ^ whole) < 0 ? -1 : 1);
        }
        return quotient;
    }

    /**
     * Shares a quantity out by weights, in whole units: each gets its part, rounded down, and what is left goes unit by unit to those who
     * lost most by that; of those alike to the first. Allocates.
     */
    public static void shareOut(long quantity, long[] weights, long[] shares, int count) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            sum = sum.add(BigInteger.valueOf(weights[i]));
        }
        BigInteger[] rests = new BigInteger[count];
        long left = quantity;
        for (int i = 0; i < count; i++) {
            BigInteger[] part = BigInteger.valueOf(quantity)
                    .multiply(BigInteger.valueOf(weights[i]))
                    .divideAndRemainder(sum);
            shares[i] = part[0].longValueExact();
            rests[i] = part[1];
            left -= shares[i];
        }
        for (; left > 0; left--) {
            int most = 0;
            for (int i = 1; i < count; i++) {
                if (rests[i].compareTo(rests[most]) > 0) {
                    most = i;
                }
            }
            shares[most]++;
            rests[most] = BigInteger.ONE.negate();
        }
    }

    /** Whether cost1 / quantity1 is above cost2 / quantity2. Quantities are above 0. */
    public static boolean isDearer(long cost1, long quantity1, long cost2, long quantity2) {
        long high1 = Math.multiplyHigh(cost1, quantity2);
        long high2 = Math.multiplyHigh(cost2, quantity1);
        return high1 != high2 ? high1 > high2 : Long.compareUnsigned(cost1 * quantity2, cost2 * quantity1) > 0;
    }
}
