package io.meridian.backtest.statistics;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.TreeMap;

/** The return of each calendar month (UTC) in which the curve has a point. */
public final class MonthlyReturns {
    private static final long SECOND_NS = 1_000_000_000L;

    private MonthlyReturns() {}

    /**
     * A month's return leads from the last value before the month to the last value in it; the first month's, from the first value.
     * Compounded, they are the return of the whole curve.
     */
    public static SortedMap<YearMonth, Double> of(EquityCurve curve) {
        SortedMap<YearMonth, Double> returns = new TreeMap<>();
        double before = curve.value(0);
        for (int i = 0; i < curve.size(); i++) {
            YearMonth month = monthOf(curve.timeNs(i));
            boolean lastOfMonth = i + 1 == curve.size() || !month.equals(monthOf(curve.timeNs(i + 1)));
            if (lastOfMonth) {
                returns.put(month, EquityCurve.growth(before, curve.value(i)));
                before = curve.value(i);
            }
        }
        return returns;
    }

    private static YearMonth monthOf(long timeNs) {
        return YearMonth.from(
                Instant.ofEpochSecond(Math.floorDiv(timeNs, SECOND_NS)).atOffset(ZoneOffset.UTC));
    }
}
