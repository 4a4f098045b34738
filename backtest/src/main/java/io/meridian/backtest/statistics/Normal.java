package io.meridian.backtest.statistics;

/** The standard normal distribution. */
final class Normal {
    private static final double ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);
    private static final double FAR = 38;

    private Normal() {}

    /** The probability of a value below {@code z}, by its series near zero and its continued fraction far out; to about 1e-15. */
    static double cumulative(double z) {
        if (Double.isNaN(z)) {
            return Double.NaN;
        }
        double far = Math.abs(z);
        double tail = far > FAR ? 0 : far < 3 ? 0.5 - density(far) * series(far) : density(far) * fraction(far);
        return z > 0 ? 1 - tail : tail;
    }

    /** The value below which a probability lies: the root of {@link #cumulative}, by halving. */
    static double quantile(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability=" + probability + " must be between 0 and 1");
        }
        double low = -FAR;
        double high = FAR;
        double middle = 0;
        while (low < middle && middle < high) {
            if (cumulative(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
            middle = (low + high) / 2;
        }
        return middle;
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / ROOT_OF_TWO_PI;
    }

    /** z + z^3/3 + z^5/(3*5) + ... */
    private static double series(double z) {
        double term = z;
        double sum = z;
        for (int odd = 3; term > sum * 1e-17; odd += 2) {
            term *= z * z / odd;
            sum += term;
        }
        return sum;
    }

    /** 1/(z + 1/(z + 2/(z + 3/(z + ... */
    private static double fraction(double z) {
        double below = z;
        for (int i = 120; i > 0; i--) {
            below = z + i / below;
        }
        return 1 / below;
    }
}
