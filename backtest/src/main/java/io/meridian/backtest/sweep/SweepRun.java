package io.meridian.backtest.sweep;

import io.meridian.backtest.statistics.Figures;
import java.util.Map;

/**
 * One run of a sweep.
 *
 * @param settings that were swept
 * @param figures  null when it failed
 * @param failure  why it failed; null when it did not
 */
public record SweepRun(Map<String, String> settings, Figures figures, String failure) {
    public boolean failed() {
        return failure != null;
    }
}
