package io.meridian.backtest.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.YearMonth;
import java.util.List;
import java.util.SortedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class MonthlyReturnsTest {
    @Test
    void shouldLeadFromTheLastValueBeforeAMonthToTheLastValueInIt() {
        EquityCurve curve = new EquityCurve(
                new long[] {
                    Curves.ns("2025-12-30T00:00:00Z"),
                    Curves.ns("2025-12-31T23:59:59Z"),
                    Curves.ns("2026-01-01T00:00:00Z"),
                    Curves.ns("2026-01-31T00:00:00Z"),
                    Curves.ns("2026-03-15T00:00:00Z"),
                },
                new double[] {100, 110, 50, 121, 60.5});
        SortedMap<YearMonth, Double> returns = MonthlyReturns.of(curve);
        assertEquals(
                List.of(YearMonth.of(2025, 12), YearMonth.of(2026, 1), YearMonth.of(2026, 3)),
                List.copyOf(returns.keySet()));
        assertEquals(0.1, returns.get(YearMonth.of(2025, 12)), 1e-12);
        assertEquals(0.1, returns.get(YearMonth.of(2026, 1)), 1e-12);
        assertEquals(-0.5, returns.get(YearMonth.of(2026, 3)), 1e-12);
    }

    @Property
    void shouldCompoundToTheReturnOfTheWholeCurve(
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 1, max = 1000) Double> drawn,
            @ForAll @LongRange(min = 1, max = 50) long days) {
        double[] values = drawn.stream().mapToDouble(Double::doubleValue).toArray();
        double compounded = 1;
        for (double monthly :
                MonthlyReturns.of(Curves.every(days * Curves.DAY_NS, values)).values()) {
            compounded *= 1 + monthly;
        }
        assertEquals(values[values.length - 1] / values[0], compounded, 1e-9 * compounded);
    }
}
