package io.meridian.backtest.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expected amounts are worked out by hand beside each test. */
final class ResultBuilderTest {
    private final ResultBuilder builder = new ResultBuilder(
            new RunFacts("s", "x.S", "1", Map.of(), "made up", 1, "", "USD", Decimal.parse("1000")), 0);
    private final int abc = builder.instrument("XNAS", "ABC");

    @Test
    void shouldRealiseAtAverageCostWhenAPositionIsClosedInParts() {
        fill(1, Side.BUY, "10", "100", "1");
        fill(2, Side.BUY, "30", "104", "1");
        // the average is (1000 + 3120) / 40 = 103
        fill(3, Side.SELL, "20", "108", "2");
        fill(4, Side.SELL, "20", "101", "2");
        BacktestResult result = build();
        List<Execution> executions = result.trading().executions();
        assertNull(executions.get(1).realised());
        assertAmount("100", executions.get(2).realised());
        assertAmount("-40", executions.get(3).realised());
        RoundTrip trip = result.trading().roundTrips().getFirst();
        // 60 less 6 of fees
        assertAmount("54", trip.profit());
        assertAmount("6", trip.fees());
        assertAmount("40", trip.quantity());
        assertEquals(1, trip.openedNs());
        assertEquals(4, trip.closedNs());
        assertTrue(trip.bought());
        assertEquals(List.of(), result.positions());
        assertAmount("4120", result.trading().bought());
        assertAmount("4180", result.trading().sold());
        assertAmount("6", result.trading().fees());
    }

    @Test
    void shouldEndOneRoundTripAndBeginTheNextWhenAFillTurnsThePosition() {
        fill(1, Side.BUY, "10", "100", "0");
        fill(2, Side.SELL, "40", "90", "4");
        builder.onPrice(abc, 3, 80);
        BacktestResult result = build();
        RoundTrip trip = result.trading().roundTrips().getFirst();
        // 10 lost on each of 10, and a quarter of the fee
        assertAmount("-101", trip.profit());
        assertAmount("1", trip.fees());
        OpenPosition open = result.positions().getFirst();
        assertAmount("-30", open.quantity());
        assertAmount("90", open.averagePrice());
        assertAmount("300", open.unrealised());
        fill(4, Side.BUY, "30", "80", "2");
        // 300 less 3 of the fee of the fill that opened it and 2
        assertAmount("295", build().trading().roundTrips().get(1).profit());
        assertEquals(false, build().trading().roundTrips().get(1).bought());
    }

    @Test
    void shouldTallyAllRoundTrips() {
        trip("100", "110");
        trip("100", "95");
        trip("100", "100");
        BacktestResult.Tally tally = build().trading().tally();
        assertEquals(3, tally.count());
        assertEquals(1, tally.wins());
        assertEquals(1, tally.losses());
        assertAmount("10", tally.won());
        assertAmount("-5", tally.lost());
        assertEquals(3, tally.heldNs());
    }

    @Test
    void shouldCountSlippageAgainstTheTraderOnBothSides() {
        builder.onFill(abc, 1, "o", Side.BUY, dec("10"), dec("100.05"), dec("0"), dec("100"));
        builder.onFill(abc, 2, "o", Side.SELL, dec("10"), dec("99.90"), dec("0"), dec("100"));
        builder.onFill(abc, 3, "o", Side.SELL_SHORT, dec("10"), dec("99"), dec("0"), null);
        BacktestResult.Trading trading = build().trading();
        // 0.5 paid too much, 1.0 got too little
        assertAmount("1.5", trading.slippage());
        assertEquals(2, trading.slippageFills());
        assertEquals(3, trading.fills());
    }

    @Test
    void shouldCountRefusalsByCodeTheMostFrequentFirst() {
        builder.onOrderSent();
        builder.onOrderRefused(5, "HALTED", "ABC is halted");
        builder.onOrderRefused(6, "CASH", "10 USD are missing");
        builder.onOrderRefused(7, "CASH", "20 USD are missing");
        builder.onOrderCancelled();
        BacktestResult.Orders orders = build().orders();
        assertEquals(
                new BacktestResult.Orders(
                        1,
                        3,
                        1,
                        List.of(
                                new BacktestResult.Refusal("CASH", 2, 6, "10 USD are missing"),
                                new BacktestResult.Refusal("HALTED", 1, 5, "ABC is halted"))),
                orders);
    }

    @Test
    void shouldCountReasonsTogetherWhenThereIsNoEndOfThem() {
        for (int i = 0; i < 3_000; i++) {
            builder.onOrderRefused(i, "price=" + i, "no");
        }
        BacktestResult.Orders orders = build().orders();
        assertEquals(3_000, orders.refused());
        assertEquals(1_001, orders.refusals().size());
        assertEquals(2_000, orders.refusals().getFirst().count());
    }

    @Test
    void shouldKeepPricesOfWhatWasTradedOnly() {
        builder.onPrice(builder.instrument("XNAS", "NEVER"), 1, 5);
        builder.onPrice(abc, 1, 100);
        int dearer = builder.instrument("XLON", "ABC");
        builder.onPrice(dearer, 1, 200);
        fill(1, Side.BUY, "1", "100", "0");
        builder.onFill(dearer, 1, "o", Side.BUY, dec("1"), dec("200"), dec("0"), null);
        assertEquals(
                List.of("XLON", "XNAS"),
                build().prices().stream().map(PriceSeries::venue).toList());
    }

    @Test
    void shouldBeginWithTheOpeningCash() {
        builder.onNav(10, 1_010, 500, 510, 510);
        EquitySeries equity = build().equity();
        assertEquals(2, equity.size());
        assertEquals(1_000, equity.netAssetValue()[0]);
        assertEquals(510, equity.gross()[1]);
    }

    @Test
    void shouldRefuseAFillOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> fill(1, Side.BUY, "0", "1", "0"));
        assertThrows(IllegalArgumentException.class, () -> fill(1, Side.NULL_VAL, "1", "1", "0"));
    }

    private int time;

    private void trip(String in, String out) {
        fill(time++, Side.BUY, "1", in, "0");
        fill(time++, Side.SELL, "1", out, "0");
    }

    private void fill(long timeNs, Side side, String quantity, String price, String fee) {
        builder.onFill(abc, timeNs, "o" + timeNs, side, dec(quantity), dec(price), dec(fee), null);
    }

    private BacktestResult build() {
        return builder.build(100, 0, 0, 0);
    }

    private static Decimal dec(String text) {
        return Decimal.parse(text);
    }

    private static void assertAmount(String expected, BigDecimal actual) {
        assertEquals(0, new BigDecimal(expected).compareTo(actual), "expected=" + expected + " actual=" + actual);
    }
}
