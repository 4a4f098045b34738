package io.meridian.backtest.statistics;

import java.time.Instant;

/** Curves for tests. */
final class Curves {
    static final long DAY_NS = 86_400_000_000_000L;

    private Curves() {}

    /** One value a day, from the first of January 1970 on. */
    static EquityCurve daily(double... values) {
        return every(DAY_NS, values);
    }

    static EquityCurve every(long stepNs, double... values) {
        long[] times = new long[values.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = i * stepNs;
        }
        return new EquityCurve(times, values);
    }

    static long ns(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000_000L;
    }
}
