package io.meridian.plugins.momentum;

import io.meridian.plugin.contract.trading.InsightDirection;

/**
 * Whether one price goes somewhere: its last returns, added up and compared with their own size. The score is {@code sum(r) /
 * sqrt(sum(r * r))}, with logarithmic returns {@code r}: about standard normal when the price only wanders, and at most the root
 * of their number, when all are the same.
 */
final class Trend {
    private final double[] returns;
    private final double enter;
    private final double exit;
    private double last;
    private long count;
    private double move;
    private double score;
    private InsightDirection direction = InsightDirection.FLAT;

    /** @param exit less than {@code enter}: between the two it stays what it is */
    Trend(int lookback, double enter, double exit) {
        returns = new double[lookback];
        this.enter = enter;
        this.exit = exit;
    }

    /** Takes the next price. */
    void update(double price) {
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
        if (score >= enter) {
            direction = InsightDirection.UP;
        } else if (score <= -enter) {
            direction = InsightDirection.DOWN;
        } else if (direction == InsightDirection.UP ? score <= exit : score >= -exit) {
            direction = InsightDirection.FLAT;
        }
    }

    /** Whether there were prices enough. */
    boolean isReady() {
        return count >= returns.length;
    }

    InsightDirection direction() {
        return direction;
    }

    double score() {
        return score;
    }

    /** How far the price went over the lookback, as a fraction, without its sign. */
    double magnitude() {
        return Math.abs(Math.expm1(move));
    }

    /** From 0, it came back to where it was, to 1, it went one way in equal steps. */
    double confidence() {
        return Math.min(1, Math.abs(score) / Math.sqrt(returns.length));
    }
}
