package io.meridian.sdk.event;

/** Between binary and exact decimal numbers, without allocation. */
final class Numbers {
    private static final int MAX_SCALE = 15;
    private static final double MAX_EXACT = 1L << 53;
    private static final double[] POWERS = new double[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private Numbers() {}

    static double power(int scale) {
        return POWERS[scale];
    }

    /**
     * The least scale at which a number, written as a decimal, reads back as the same.
     *
     * @throws IllegalArgumentException when there is none: it is too large, or not finite
     */
    static int scale(double value) {
        for (int scale = 0; scale <= MAX_SCALE; scale++) {
            double scaled = Math.rint(value * POWERS[scale]);
            if (Math.abs(scaled) > MAX_EXACT || Double.isNaN(scaled)) {
                return fallback(value, scale - 1);
            }
            if (scaled / POWERS[scale] == value) {
                return scale;
            }
        }
        return MAX_SCALE;
    }

    private static int fallback(double value, int scale) {
        if (scale < 0) {
            throw new IllegalArgumentException("number=" + value + " does not fit: at most 2^53, and finite");
        }
        return scale;
    }

    static long mantissa(double value, int scale) {
        return (long) Math.rint(value * POWERS[scale]);
    }
}
