package io.meridian.plugins.router;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How much of an order is due by when. What is due never goes back, is whole lots, and in the end is the whole order; whatever was not filled in
 * time is due still, and so is caught up with.
 */
final class Schedule {
    private final BigDecimal lot;

    /** @param lot what quantities are multiples of */
    Schedule(BigDecimal lot) {
        this.lot = lot;
    }

    /** Evenly over time: by each of {@code slices} equal stretches, an equal part, the first one at the begin. */
    BigDecimal evenly(BigDecimal quantity, long beginNs, long endNs, int slices, long nowNs) {
        int begun = begun(beginNs, endNs, slices, nowNs);
        return lots(quantity, BigDecimal.valueOf(begun), BigDecimal.valueOf(slices));
    }

    /** As a volume curve goes, which has a weight for each equal stretch of time: by each begin of a stretch, the weights up to it. */
    BigDecimal byCurve(BigDecimal quantity, long beginNs, long endNs, BigDecimal[] weights, long nowNs) {
        int begun = begun(beginNs, endNs, weights.length, nowNs);
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal upTo = BigDecimal.ZERO;
        for (int i = 0; i < weights.length; i++) {
            sum = sum.add(weights[i]);
            upTo = i < begun ? upTo.add(weights[i]) : upTo;
        }
        return lots(quantity, upTo, sum);
    }

    /**
     * A share of what the market trades, our own trades among it: of a market volume V of others, V * share / (1 - share).
     *
     * @param others what others have traded since the order began
     */
    BigDecimal byVolume(BigDecimal quantity, BigDecimal others, BigDecimal share) {
        BigDecimal due =
                share.compareTo(BigDecimal.ONE) >= 0 ? quantity : lots(others, share, BigDecimal.ONE.subtract(share));
        return due.min(quantity);
    }

    private static int begun(long beginNs, long endNs, int slices, long nowNs) {
        if (nowNs < beginNs) {
            return 0;
        }
        if (nowNs >= endNs) {
            return slices;
        }
        double part = (double) (nowNs - beginNs) / (endNs - beginNs);
        return Math.min(slices, (int) (part * slices) + 1);
    }

    /** {@code quantity * of / all} in whole lots, rounded down; all of it where the parts are all. */
    private BigDecimal lots(BigDecimal quantity, BigDecimal of, BigDecimal all) {
        if (of.compareTo(all) == 0) {
            return quantity;
        }
        return quantity.multiply(of)
                .divide(all.multiply(lot), 0, RoundingMode.DOWN)
                .multiply(lot);
    }
}
