package io.meridian.plugins.momentum;

import io.meridian.sdk.Score;

/**
 * Whether one price goes somewhere: its last returns, added up and compared with their own size. The score is {@code sum(r) /
 * sqrt(sum(r * r))}, with logarithmic returns {@code r}: about standard normal when the price only wanders, and at most the root
 * of their number, when all are the same.
 */
final class Trend implements Score {
    private final double[] returns;
    private double last;
    private long count;
    private double move;
    private double score;

    /** @param lookback how many returns it adds up */
    Trend(int lookback) {
        returns = new double[lookback];
    }

    @Override
    public void update(double price) {
        if (last > 0) {
            returns[(int) (count++ % returns.length)] = Math.log(price / last);
        }
        last = price;
        if (isReady()) {
            measure();
        }
    }

    private void measure() {
        double sum = 0;
        double squares = 0;
        for (double each : returns) {
            sum += each;
            squares += each * each;
        }
        move = sum;
        score = squares == 0 ? 0 : sum / Math.sqrt(squares);
    }

    @Override
    public boolean isReady() {
        return count >= returns.length;
    }

    @Override
    public double value() {
        return score;
    }

    @Override
    public double greatest() {
        return Math.sqrt(returns.length);
    }

    /** How far the price went over the lookback: it is expected to go as far again. */
    @Override
    public double magnitude() {
        return Math.abs(Math.expm1(move));
    }
}
