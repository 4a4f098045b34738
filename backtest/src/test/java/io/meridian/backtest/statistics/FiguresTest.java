package io.meridian.backtest.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.backtest.result.ResultBuilder;
import io.meridian.backtest.result.RunFacts;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expected numbers are worked out by hand beside each test. */
final class FiguresTest {
    private static final long MONDAY = Curves.ns("2024-01-01T00:00:00Z");

    private final ResultBuilder builder = new ResultBuilder(
            new RunFacts("s", "x.S", "", Map.of(), "made up", 1, "", "USD", Decimal.parse("1000")), MONDAY);
    private final int abc = builder.instrument("XNAS", "ABC");

    @Test
    void shouldComputeTradesAndCosts() {
        fill(Side.BUY, "10", "100", "3", "100");
        fill(Side.SELL, "10", "120", "2", null);
        fill(Side.BUY, "10", "100", "1", null);
        fill(Side.SELL, "10", "95", "4", "95.5");
        Figures figures = figures(1);
        // one trip won 200 - 5, the other lost 50 + 5
        assertEquals(0.5, figures.winRate());
        assertEquals(195 / 55.0, figures.profitFactor(), 1e-12);
        assertEquals(70, figures.meanTrade(), 1e-12);
        assertEquals(195, figures.meanWin(), 1e-12);
        assertEquals(-55, figures.meanLoss(), 1e-12);
        // fees of 10 on 1000 + 1200 + 1000 + 950; slippage of 0 and 5 on 1000 + 950
        assertEquals(10 / 4150.0 * 10_000, figures.feeBasisPoints(), 1e-9);
        assertEquals(5 / 1950.0 * 10_000, figures.slippageBasisPoints(), 1e-9);
    }

    @Test
    void shouldAnnualiseTurnoverAndRelateExposureToTheMeanValue() {
        builder.onNav(MONDAY + 1, 1_000, 500, 500, -500);
        fill(Side.SELL_SHORT, "5", "100", "0", null);
        Figures figures = figures(366);
        assertEquals(0.5, figures.grossExposure(), 1e-9);
        assertEquals(-0.5, figures.netExposure(), 1e-9);
        assertEquals(0.5, figures.leverage(), 1e-9);
        assertEquals(0.5 / (366 / 365.25), figures.turnover(), 1e-9);
    }

    @Test
    void shouldNotAnnualiseWhenTheRunIsShort() {
        builder.onNav(MONDAY + 29 * Curves.DAY_NS, 1_100, 1_100, 0, 0);
        Figures figures = Figures.of(builder.build(MONDAY + 29 * Curves.DAY_NS, 0, 0, 0));
        assertUndefined(figures.annualGrowth());
        assertUndefined(figures.turnover());
        assertUndefined(figures.calmar());
        assertEquals(0.1, figures.totalReturn(), 1e-12);
    }

    @Test
    void shouldCountDaysByWhetherThereIsAValueAtTheWeekend() {
        builder.onNav(MONDAY + 4 * Curves.DAY_NS, 1_001, 0, 0, 0);
        assertEquals(252, figures(7).daysPerYear());
        builder.onNav(MONDAY + 6 * Curves.DAY_NS, 1_002, 0, 0, 0);
        assertEquals(313, figures(7).daysPerYear());
        builder.onNav(MONDAY + 12 * Curves.DAY_NS, 1_003, 0, 0, 0);
        assertEquals(365, figures(13).daysPerYear());
    }

    @Test
    void shouldBeUndefinedWhenNothingHappened() {
        Figures figures = figures(0);
        for (double figure : new double[] {
            figures.sharpe(),
            figures.sharpeError(),
            figures.winRate(),
            figures.profitFactor(),
            figures.meanHeldNs(),
            figures.feeBasisPoints(),
            figures.slippageBasisPoints(),
            figures.grossExposure(),
            figures.bestDay(),
            figures.worstDay(),
            figures.volatility(),
            figures.skewness(),
            figures.kurtosis()
        }) {
            assertUndefined(figure);
        }
        assertEquals(0, figures.totalReturn());
    }

    @Test
    void shouldMeasureTheShapeOfReturns() {
        double[] returns = {0.00, 0.00, 0.00, 0.04};
        // mean 0.01; deviations -0.01 three times and 0.03: squares 12e-4/4, cubes 24e-6/4, fourths 84e-8/4
        assertEquals(6e-6 / Math.pow(3e-4, 1.5), Ratios.skewness(returns), 1e-9);
        assertEquals(21e-8 / 9e-8, Ratios.kurtosis(returns), 1e-9);
        assertUndefined(Ratios.skewness(new double[] {0.01, 0.01}));
        assertUndefined(Ratios.kurtosis(new double[0]));
    }

    private void fill(Side side, String quantity, String price, String fee, String decision) {
        builder.onFill(
                abc,
                MONDAY,
                "o",
                side,
                Decimal.parse(quantity),
                Decimal.parse(price),
                Decimal.parse(fee),
                decision == null ? null : Decimal.parse(decision));
    }

    private Figures figures(int days) {
        return Figures.of(builder.build(MONDAY + days * Curves.DAY_NS, 0, 0, 0));
    }

    private static void assertUndefined(double figure) {
        assertTrue(Double.isNaN(figure), "figure=" + figure);
    }
}
