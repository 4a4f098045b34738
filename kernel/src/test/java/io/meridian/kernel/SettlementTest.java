package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.trading.ActionKind;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is due when, after splits, busts and corrections. */
final class SettlementTest {
    private static final int FRIDAY = 20260904;
    private static final int SATURDAY = 20260905;
    private static final int MONDAY = 20260907;

    private final Bench bench = Bench.withApple();
    private final Messages messages = bench.messages;
    private final BookReader reader = new BookReader(bench.kernel);

    @AfterEach
    void shouldBeTheSameWhenReplayed() {
        assertEquals(bench.kernel.hash(), bench.replayed().hash());
        assertEquals(bench.kernel.hash(), bench.restored().hash());
    }

    private void buy(FillValues fill) {
        bench.open(fill.order(), Side.BUY, fill.quantity(), fill.price());
        bench.accepted(Pool.CCM, messages.fill(fill));
    }

    private void begin(int date) {
        bench.accepted(Pool.TIME, messages.day(date, DayPhase.BEGIN));
    }

    private void end(int date) {
        bench.accepted(Pool.TIME, messages.day(date, DayPhase.END));
    }

    private void split(int newShares, int oldShares) {
        bench.accepted(
                Pool.BOR,
                messages.action("s" + newShares, "AAPL", ActionKind.SPLIT, null, "", newShares, oldShares, 0));
    }

    private Decimal held(BookView view) {
        return reader.holding("alpha", "AAPL", "XNAS", view).quantity();
    }

    @Test
    void shouldCountTheMondayWhenATradeIsMadeOnASaturday() {
        begin(SATURDAY);
        buy(FillValues.of("t", "o", Side.BUY, "10", "5"));
        end(SATURDAY);
        assertEquals(Decimal.ZERO, held(BookView.SETTLED));
        // The first business day after it.
        begin(MONDAY);
        assertEquals(Decimal.of(5), held(BookView.SETTLED));
    }

    @Test
    void shouldKeepTheDatesOfTheTradeWhenACorrectionNamesNone() {
        begin(FRIDAY);
        buy(FillValues.of("t", "o", Side.BUY, "10", "5"));
        end(FRIDAY);
        begin(SATURDAY);
        bench.accepted(
                Pool.CCM,
                messages.fill(FillValues.of("u", "o", Side.BUY, "10", "4").about(FillKind.CORRECTION, "t")));
        assertEquals(FRIDAY, reader.lots("alpha", "AAPL", "XNAS").getFirst().date());
        end(SATURDAY);
        begin(MONDAY);
        assertEquals(Decimal.of(4), held(BookView.SETTLED));
    }

    @Test
    void shouldTakeOutWhatASplitMadeOfATradeWhenItIsBusted() {
        begin(FRIDAY);
        buy(FillValues.of("t", "o", Side.BUY, "10", "5"));
        split(3, 1);
        bench.accepted(
                Pool.CCM,
                messages.fill(FillValues.of("b", "o", Side.BUY, "10", "5").about(FillKind.CANCEL, "t")));
        assertEquals(Decimal.ZERO, held(BookView.TRADE_DATE));
        end(FRIDAY);
        begin(MONDAY);
        assertEquals(Decimal.ZERO, held(BookView.SETTLED));
    }

    @Test
    void shouldBeWhatASplitMakesOfItWhenATradeIsCorrectedAfterwards() {
        begin(FRIDAY);
        buy(FillValues.of("t", "o", Side.BUY, "10", "5"));
        split(3, 1);
        bench.accepted(
                Pool.CCM,
                messages.fill(FillValues.of("u", "o", Side.BUY, "10", "4").about(FillKind.CORRECTION, "t")));
        assertEquals(Decimal.of(12), held(BookView.TRADE_DATE));
        end(FRIDAY);
        begin(MONDAY);
        assertEquals(Decimal.of(12), held(BookView.SETTLED));
    }

    @Test
    void shouldSplitWhatWasTradedWhenNothingIsHeldAnyMore() {
        begin(FRIDAY);
        buy(FillValues.of("t0", "o0", Side.BUY, "10", "5"));
        bench.open("o1", Side.SELL, "5", "10");
        bench.fill("t1", "o1", Side.SELL, "10", "5");
        split(2, 1);
        // It was not sold after all.
        bench.accepted(
                Pool.CCM,
                messages.fill(FillValues.of("b", "o1", Side.SELL, "10", "5").about(FillKind.CANCEL, "t1")));
        assertEquals(Decimal.of(10), held(BookView.TRADE_DATE));
    }

    @Test
    void shouldDeliverNothingWhenOnlyWhatIsDueIsSplit() {
        begin(FRIDAY);
        buy(FillValues.of("t0", "o0", Side.BUY, "10", "1"));
        buy(FillValues.of("t1", "o1", Side.BUY, "10", "1"));
        split(3, 2);
        assertEquals(Decimal.of(3), held(BookView.TRADE_DATE));
        assertEquals(Decimal.ZERO, held(BookView.SETTLED));
        end(FRIDAY);
        begin(MONDAY);
        assertEquals(Decimal.of(3), held(BookView.SETTLED));
    }

    @Test
    void shouldRoundOnceWhenAPartOfAShareIsPaid() {
        bench.accepted(Pool.DGM, messages.instrument("FUND", "XNAS", "USD", null, "0.001", 1));
        bench.accepted(Pool.STRATEGY, messages.newOrder("f", "alpha", "FUND", Side.BUY, "0.005", Terms.limit("0.01")));
        bench.approve("f");
        bench.fill("tf", "f", Side.BUY, "0.01", "0.005");
        // A quarter of a thousandth at 0.0025 is 0.000000625.
        bench.accepted(Pool.BOR, messages.action("s", "FUND", ActionKind.SPLIT, "0.0025", 1, 4, 0));
        assertEquals(
                Money.of("0.000001", "USD"),
                reader.holding("alpha", "FUND", "XNAS", BookView.TRADE_DATE).income());
    }

    @Test
    void shouldRefuseASplitWhenItWouldPayInAnotherCurrency() {
        bench.refused(
                Refusal.WRONG_CURRENCY, Pool.BOR, messages.action("s", "AAPL", ActionKind.SPLIT, "20", "EUR", 3, 2, 0));
    }
}
