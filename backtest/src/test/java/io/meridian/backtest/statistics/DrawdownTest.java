package io.meridian.backtest.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class DrawdownTest {
    @Test
    void shouldTellWhereItBeganWasDeepestAndWasMadeGood() {
        EquityCurve curve = Curves.daily(100, 90, 120, 108, 60, 80, 120, 110);
        assertEquals(new Drawdown(0.5, 2, 4, 6), Drawdown.deepest(curve));
        assertArrayEquals(new double[] {0, 0.1, 0, 0.1, 0.5, 1 / 3.0, 0, 1 / 12.0}, Drawdown.depths(curve), 1e-15);
    }

    @Test
    void shouldSayNotYetWhenTheLossWasNeverMadeGood() {
        assertEquals(new Drawdown(0.25, 1, 2, Drawdown.NOT_YET), Drawdown.deepest(Curves.daily(50, 100, 75, 80)));
    }

    @Test
    void shouldBeginAtTheLastOfEqualPeaks() {
        assertEquals(new Drawdown(0.5, 1, 2, 3), Drawdown.deepest(Curves.daily(100, 100, 50, 100)));
    }

    @Test
    void shouldHaveNoDepthWhenTheCurveNeverFalls() {
        assertEquals(new Drawdown(0, 0, 0, 0), Drawdown.deepest(Curves.daily(1, 1, 2)));
    }

    @Test
    void shouldRefuseACurveThatBeginsWithNothing() {
        assertThrows(IllegalArgumentException.class, () -> Drawdown.deepest(Curves.daily(0, 1)));
    }

    @Property
    void shouldBeTheWorstOfAllPairsWhenEachPointIsComparedWithEachLaterOne(
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 1, max = 1000) Double> drawn) {
        double[] values = drawn.stream().mapToDouble(Double::doubleValue).toArray();
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i; j < values.length; j++) {
                worst = Math.max(worst, 1 - values[j] / values[i]);
            }
        }
        Drawdown deepest = Drawdown.deepest(Curves.daily(values));
        assertEquals(worst, deepest.depth(), 1e-12);
        assertEquals(worst, 1 - values[deepest.trough()] / values[deepest.peak()], 1e-12);
    }
}
