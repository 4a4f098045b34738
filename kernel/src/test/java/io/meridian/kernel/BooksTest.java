package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.BookReader.Holding;
import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.trading.ActionKind;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.LotMethod;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Money;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BooksTest {
    private final Bench bench = Bench.withApple();
    private final Messages messages = bench.messages;
    private final BookReader reader = new BookReader(bench.kernel);
    private int orders;

    private void trade(Side side, String quantity, String price) {
        trade(FillValues.of("t" + orders, "o" + orders, side, price, quantity));
    }

    private void trade(FillValues fill) {
        bench.open("o" + orders++, fill.side(), fill.quantity(), fill.price());
        bench.accepted(Pool.CCM, messages.fill(fill));
    }

    private Holding holding(BookView view) {
        return reader.holding("alpha", "AAPL", "XNAS", view);
    }

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }

    /**
     * The example "Trekking" of the chapter on inventories in Wild, Shaw and Chiappetta, Fundamental Accounting Principles,
     * perpetual system: 10 at 91, 15 at 106, 20 sold at 133, 20 at 115, 10 at 119, 23 sold at 150.
     */
    @ParameterizedTest
    @CsvSource({"FIFO, 1420, 4570", "LIFO, 1260, 4730", "AVERAGE, 1368, 4622"})
    void shouldCostWhatTheTextbookSaysWhenLotsAreSold(LotMethod method, String left, String sold) {
        bench.accepted(Pool.BOR, messages.lotMethod("m1", "alpha", method));
        trade(Side.BUY, "10", "91");
        trade(Side.BUY, "15", "106");
        trade(Side.SELL, "20", "133");
        trade(Side.BUY, "20", "115");
        trade(Side.BUY, "10", "119");
        trade(Side.SELL, "23", "150");
        Holding holding = holding(BookView.TRADE_DATE);
        assertEquals(Decimal.of(12), holding.quantity());
        assertEquals(usd(left), holding.cost());
        // Sold for 20 * 133 + 23 * 150 = 6110.
        assertEquals(usd("6110").minus(usd(sold)), holding.realised());
    }

    @Test
    void shouldTakeTheDearestWhenThatIsTheMethod() {
        bench.accepted(Pool.BOR, messages.lotMethod("m1", "alpha", LotMethod.HIGHEST_COST));
        trade(Side.BUY, "10", "91");
        trade(Side.BUY, "15", "106");
        trade(Side.BUY, "10", "100");
        trade(Side.SELL, "20", "133");
        assertEquals(usd("570"), holding(BookView.TRADE_DATE).realised());
        assertEquals(usd("1410"), holding(BookView.TRADE_DATE).cost());
    }

    @Test
    void shouldTurnShortAndBackWhenMoreIsSoldThanHeld() {
        trade(Side.BUY, "10", "10");
        trade(Side.SELL, "15", "12");
        assertEquals(Decimal.of(-5), holding(BookView.TRADE_DATE).quantity());
        assertEquals(usd("20"), holding(BookView.TRADE_DATE).realised());
        assertEquals(usd("60"), holding(BookView.TRADE_DATE).cost());
        trade(Side.BUY, "5", "11");
        assertEquals(usd("25"), holding(BookView.TRADE_DATE).realised());
        assertEquals(Decimal.ZERO, holding(BookView.TRADE_DATE).quantity());
        assertEquals(usd("25"), reader.cash("alpha", "USD", BookView.TRADE_DATE));
    }

    @Test
    void shouldBeAsIfItNeverWasWhenATradeIsBusted() {
        trade(Side.BUY, "10", "10");
        trade(Side.BUY, "10", "20");
        trade(Side.SELL, "10", "30");
        assertEquals(usd("200"), holding(BookView.TRADE_DATE).realised());
        // Without the first purchase the sale took the second.
        bench.accepted(
                Pool.CCM,
                messages.fill(FillValues.of("b", "o0", Side.BUY, "10", "10").about(FillKind.CANCEL, "t0")));
        assertEquals(usd("100"), holding(BookView.TRADE_DATE).realised());
        assertEquals(Decimal.ZERO, holding(BookView.TRADE_DATE).quantity());
        assertEquals(bench.kernel.hash(), bench.replayed().hash());
    }

    @Test
    void shouldSettleAfterBusinessDaysWhenTheCalendarHasAHoliday() {
        // Friday, and the Monday after it is a holiday: one business day later is Tuesday.
        bench.accepted(Pool.BOR, messages.calendar("XNAS", 20260907));
        bench.accepted(Pool.TIME, messages.day(20260904, DayPhase.BEGIN));
        bench.accepted(Pool.BOR, messages.cash("c1", "alpha", "1000", "USD", 0));
        trade(FillValues.of("t0", "o0", Side.BUY, "10", "10").costing("0.5", "USD"));
        bench.refused(Refusal.DAY_OPEN, Pool.TIME, messages.day(20260907, DayPhase.BEGIN));
        bench.accepted(Pool.TIME, messages.day(20260904, DayPhase.END));
        assertEquals(OrderState.PENDING_SETTLEMENT, bench.state("o0"));
        assertEquals(usd("1000"), reader.cash("alpha", "USD", BookView.SETTLED));
        assertEquals(usd("899.5"), reader.cash("alpha", "USD", BookView.TRADE_DATE));
        assertEquals(Decimal.ZERO, holding(BookView.SETTLED).quantity());
        bench.accepted(Pool.TIME, messages.day(20260907, DayPhase.BEGIN));
        assertEquals(Decimal.ZERO, holding(BookView.SETTLED).quantity());
        bench.accepted(Pool.TIME, messages.day(20260907, DayPhase.END));
        bench.accepted(Pool.TIME, messages.day(20260908, DayPhase.BEGIN));
        assertEquals(Decimal.of(10), holding(BookView.SETTLED).quantity());
        assertEquals(usd("899.5"), reader.cash("alpha", "USD", BookView.SETTLED));
        assertEquals(OrderState.SETTLED, bench.state("o0"));
        bench.accepted(Pool.TIME, messages.day(20260908, DayPhase.END));
        assertEquals(OrderState.CLOSED, bench.state("o0"));
    }

    @Test
    void shouldExpireOrdersForTheDayWhenItEnds() {
        bench.accepted(Pool.TIME, messages.day(20260904, DayPhase.BEGIN));
        bench.open("o1", Side.BUY, "10", "10");
        bench.accepted(Pool.TIME, messages.day(20260904, DayPhase.END));
        assertEquals(OrderState.EXPIRED, bench.state("o1"));
    }

    @Test
    void shouldValueByTheMarketWhenADayEnds() {
        bench.accepted(Pool.TIME, messages.day(20260904, DayPhase.BEGIN));
        trade(Side.BUY, "10", "10");
        bench.accepted(Pool.DGM, messages.trade("AAPL", "XNAS", "12.5"));
        assertEquals(usd("25"), holding(BookView.TRADE_DATE).unrealised());
        bench.accepted(Pool.TIME, messages.day(20260904, DayPhase.END));
        bench.accepted(Pool.DGM, messages.trade("AAPL", "XNAS", "9"));
        assertEquals(usd("-10"), holding(BookView.TRADE_DATE).unrealised());
        // The performance book still stands at the day's end.
        assertEquals(usd("25"), holding(BookView.PERFORMANCE).unrealised());
        assertEquals(Decimal.parse("12.5"), holding(BookView.PERFORMANCE).marketPrice());
    }

    @Test
    void shouldKeepWhatIsBookedInOtherCurrenciesWhenFeesAreForeign() {
        trade(FillValues.of("t0", "o0", Side.BUY, "10", "10").costing("300", "JPY"));
        assertEquals(usd("-100"), reader.cash("alpha", "USD", BookView.TRADE_DATE));
        assertEquals(Money.of("-300", "JPY"), reader.cash("alpha", "JPY", BookView.TRADE_DATE));
        assertEquals(usd("0"), holding(BookView.TRADE_DATE).fees());
        assertNull(reader.cash("alpha", "EUR", BookView.TRADE_DATE));
    }

    @Test
    void shouldPayAndSplitWhenTheIssuerDoes() {
        trade(Side.BUY, "10", "30");
        trade(Side.BUY, "5", "36");
        bench.accepted(Pool.BOR, messages.action("d1", "AAPL", ActionKind.CASH_DIVIDEND, "0.24", 0, 0, 20260910));
        assertEquals(usd("3.6"), holding(BookView.TRADE_DATE).income());
        bench.refused(Refusal.BAD_RATIO, Pool.BOR, messages.action("s0", "AAPL", ActionKind.SPLIT, "20", 0, 1, 0));
        // Three for two: 15 become 22, and half a share is paid at 20.
        bench.accepted(Pool.BOR, messages.action("s1", "AAPL", ActionKind.SPLIT, "20", 3, 2, 0));
        Holding holding = holding(BookView.TRADE_DATE);
        assertEquals(Decimal.of(22), holding.quantity());
        assertEquals(usd("480"), holding.cost());
        assertEquals(usd("13.6"), holding.income());
        assertEquals(2, reader.lots("alpha", "AAPL", "XNAS").size());
        assertEquals(Decimal.of(15), reader.lots("alpha", "AAPL", "XNAS").get(0).quantity());
        bench.open("open", Side.BUY, "1", "10");
        bench.refused(Refusal.ORDERS_OPEN, Pool.BOR, messages.action("s2", "AAPL", ActionKind.SPLIT, "20", 2, 1, 0));
        assertEquals(bench.kernel.hash(), bench.replayed().hash());
        assertEquals(bench.kernel.hash(), bench.restored().hash());
    }

    @Test
    void shouldCountContractsWhenThereIsAMultiplier() {
        bench.accepted(Pool.DGM, messages.instrument("ES", "XCME", "USD", "0.25", "1", "50", 1));
        bench.accepted(
                Pool.STRATEGY, messages.newOrder("f", "alpha", "ES", Side.BUY, "2", Messages.Terms.limit("5000.25")));
        bench.approve("f");
        bench.accepted(Pool.CCM, messages.fill(FillValues.of("tf", "f", Side.BUY, "5000.25", "2")));
        assertEquals(
                usd("500025"),
                reader.holding("alpha", "ES", "XCME", BookView.TRADE_DATE).cost());
    }

    @Test
    void shouldShowThePastWhenItIsAskedForIt() {
        trade(Side.BUY, "10", "10");
        long then = bench.now;
        trade(Side.SELL, "4", "12");
        AsOf past = new AsOf(new Kernel(bench.options, (_, _, _) -> {}), then);
        int taken = 0;
        while (past.offer(new UnsafeBuffer(bench.journal.get(taken)), 0)) {
            taken++;
        }
        assertTrue(taken < bench.journal.size());
        assertEquals(
                Decimal.of(10),
                new BookReader(past.kernel())
                        .holding("alpha", "AAPL", "XNAS", BookView.TRADE_DATE)
                        .quantity());
        assertEquals(Decimal.of(6), holding(BookView.TRADE_DATE).quantity());
    }

    @Test
    void shouldHoldBackNothingWhenAnOrderIsOver() {
        bench.open("o1", Side.BUY, "10", "10");
        int account = bench.kernel.state().books().cash().find(bench.name("alpha"), bench.name("USD"));
        assertEquals(100_000_000, bench.kernel.state().books().cash().openBuy(account));
        bench.fill("t1", "o1", Side.BUY, "9", "4");
        assertEquals(60_000_000, bench.kernel.state().books().cash().openBuy(account));
        // Nothing has marked it, so it is worth what it was traded at.
        assertEquals(36_000_000, bench.kernel.state().books().cash().gross(account));
        bench.report(Pool.CCM, "o1", OrderState.CANCELLED, OrderCause.VENUE);
        assertEquals(0, bench.kernel.state().books().cash().openBuy(account));
        assertFalse(bench.kernel.state().orders().unsettled(bench.order("o1")) == 0);
    }
}
