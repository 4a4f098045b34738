package io.meridian.storage.market;

import java.time.Duration;

/**
 * How much of an answer is wanted at once.
 *
 * @param rows at most so many
 * @param time the longest that it may take: then it ends with an error
 */
public record Page(int rows, Duration time) {
    public Page {
        if (rows < 1 || time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("rows=" + rows + " time=" + time + " must be above 0");
        }
    }
}
