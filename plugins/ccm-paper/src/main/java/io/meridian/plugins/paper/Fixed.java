package io.meridian.plugins.paper;

import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.value.Decimals;
import java.math.RoundingMode;

/** Prices and quantities as whole numbers of hundred-millionths, which is how the book has them: exact, and quick to compare. */
final class Fixed {
    static final int SCALE = 8;
    static final long ABSENT = 0;
    private static final double ONE = 1e8;

    private Fixed() {}

    /**
     * A number of a message; {@link #ABSENT} when there is none.
     *
     * @throws ArithmeticException when it has more digits, or is too large
     */
    static long of(DecimalDecoder decimal) {
        long mantissa = decimal.mantissa();
        return Decimals.isAbsent(mantissa)
                ? ABSENT
                : Decimals.rescale(mantissa, decimal.scale(), SCALE, RoundingMode.UNNECESSARY);
    }

    static double toDouble(long number) {
        return number / ONE;
    }
}
