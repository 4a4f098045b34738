package io.meridian.backtest.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class EquityCurveTest {
    @Test
    void shouldKeepTheStartAndTheLastPointOfEachDayWhenReducedToDays() {
        EquityCurve curve = new EquityCurve(
                new long[] {
                    Curves.ns("2026-03-02T09:00:00Z"),
                    Curves.ns("2026-03-02T12:00:00Z"),
                    Curves.ns("2026-03-02T23:59:59Z"),
                    Curves.ns("2026-03-03T00:00:00Z"),
                    Curves.ns("2026-03-05T10:00:00Z"),
                    Curves.ns("2026-03-05T11:00:00Z"),
                },
                new double[] {100, 90, 110, 121, 50, 242});
        EquityCurve days = curve.atDayEnds();
        assertEquals(4, days.size());
        assertEquals(Curves.ns("2026-03-02T23:59:59Z"), days.timeNs(1));
        assertArrayEquals(new double[] {0.1, 0.1, 1.0}, days.returns(), 1e-12);
    }

    @Test
    void shouldKeepThePointOnceWhenTheFirstDayHasOnlyOne() {
        EquityCurve days = Curves.daily(100, 110, 99).atDayEnds();
        assertArrayEquals(new double[] {0.1, -0.1}, days.returns(), 1e-12);
    }

    @Test
    void shouldTellDaysApartWhenTheyAreBefore1970() {
        EquityCurve curve = new EquityCurve(new long[] {-2, -1, 0}, new double[] {1, 2, 3});
        assertEquals(3, curve.atDayEnds().size());
    }

    @Test
    void shouldHaveNoReturnWhenNothingIsLeft() {
        double[] returns = Curves.daily(100, 0, 50).returns();
        assertEquals(-1, returns[0]);
        assertTrue(Double.isNaN(returns[1]));
    }

    @Test
    void shouldRefuseWhatIsNoCurve() {
        assertThrows(IllegalArgumentException.class, () -> new EquityCurve(new long[0], new double[0]));
        assertThrows(IllegalArgumentException.class, () -> new EquityCurve(new long[2], new double[1]));
        assertThrows(IllegalArgumentException.class, () -> new EquityCurve(new long[] {5, 5}, new double[] {1, 2}));
        assertThrows(
                IllegalArgumentException.class, () -> new EquityCurve(new long[] {1, 2}, new double[] {1, Double.NaN}));
    }

    @Test
    void shouldNotChangeWhenTheCallerReusesItsArrays() {
        double[] values = {100, 110};
        EquityCurve curve = new EquityCurve(new long[] {0, 1}, values);
        values[0] = 1;
        assertEquals(100, curve.value(0));
    }
}
