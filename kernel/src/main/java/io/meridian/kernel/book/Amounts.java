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

    /** Whether cost1 / quantity1 is above cost2 / quantity2. Quantities are above 0. */
    public static boolean isDearer(long cost1, long quantity1, long cost2, long quantity2) {
        long high1 = Math.multiplyHigh(cost1, quantity2);
        long high2 = Math.multiplyHigh(cost2, quantity1);
        return high1 != high2 ? high1 > high2 : Long.compareUnsigned(cost1 * quantity2, cost2 * quantity1) > 0;
    }
}
