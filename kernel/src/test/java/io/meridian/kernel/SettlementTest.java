package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.report.TradingReports;
import io.meridian.plugin.contract.trading.ActionKind;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.PositionDecoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Money;
import java.util.ArrayList;
import java.util.List;
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

    private BookReader.Holding holding() {
        return reader.holding("alpha", "AAPL", "XNAS", BookView.TRADE_DATE);
    }

    private void isSplitAt(String price, String unrealised) {
        assertEquals(Decimal.parse(price), holding().marketPrice());
        assertEquals(Money.of(unrealised, "USD"), holding().unrealised());
    }

    @Test
    void shouldKeepTheValueWhenAPositionIsSplit() {
        buy(FillValues.of("t", "o", Side.BUY, "10", "6"));
        bench.accepted(Pool.DGM, messages.trade("AAPL", "XNAS", "12"));
        isSplitAt("12", "12");
        int account = bench.kernel.state().books().cash().find(bench.name("alpha"), bench.name("USD"));
        split(4, 1);
        isSplitAt("3", "12");
        assertEquals(72_000_000, bench.kernel.state().books().cash().gross(account));
        // 24 become 9.
        split(3, 8);
        isSplitAt("8", "12");
        assertEquals(72_000_000, bench.kernel.state().books().cash().gross(account));
        // Of a portfolio that holds nothing and of another instrument nothing changes.
        bench.accepted(Pool.DGM, messages.trade("AAPL", "XNAS", "8.5"));
        isSplitAt("8.5", "16.5");
    }

    @Test
    void shouldKeepTheGainWhenAShortPositionIsSplit() {
        bench.open("o", Side.SELL, "6", "10");
        bench.fill("t", "o", Side.SELL, "10", "6");
        split(2, 1);
        isSplitAt("5", "0");
    }

    @Test
    void shouldRoundTheMarkOnceToItsDigitsWhenItCannotBeDivided() {
        buy(FillValues.of("t", "o", Side.BUY, "10", "100"));
        split(3, 1);
        // 300 at 3.33333333 are a ten thousandth of a cent less.
        isSplitAt("3.33333333", "-0.000001");
        bench.accepted(Pool.DGM, messages.trade("AAPL", "XNAS", "0.00000005"));
        split(2, 1);
        // Half to even.
        assertEquals(Decimal.parse("0.00000002"), holding().marketPrice());
    }

    @Test
    void shouldGoOnWithQuotesAfterASplitWhenTheMarkIsTheirMiddle() {
        bench.accepted(Pool.DGM, messages.quote("AAPL", "XNAS", "9.99", "10.02"));
        buy(FillValues.of("t", "o", Side.BUY, "10", "6"));
        split(7, 3);
        isSplitAt("4.28785714", "0.03");
        bench.accepted(Pool.DGM, messages.quote("AAPL", "XNAS", "4", "4.02"));
        assertEquals(Decimal.parse("4.01"), holding().marketPrice());
    }

    @Test
    void shouldTellPositionsAtTheNewMarkWhenTheyAreSplit() {
        List<String> told = new ArrayList<>();
        TradingReports reports = new TradingReports((template, _, buffer, offset, _) -> {
            if (template == PositionDecoder.TEMPLATE_ID) {
                PositionDecoder position =
                        new PositionDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
                told.add(position.view() + " " + position.quantity().mantissa() + " at "
                        + position.marketPrice().mantissa() + " gain "
                        + position.unrealisedGain().mantissa());
            }
        });
        Bench other = new Bench(bench.options, reports);
        reports.of(other.kernel);
        other.accepted(Pool.DGM, other.messages.instrument("AAPL", "XNAS", "USD", "0.01", "1", 1));
        other.open("o", Side.BUY, "6", "10");
        other.fill("t", "o", Side.BUY, "10", "6");
        other.accepted(Pool.DGM, other.messages.trade("AAPL", "XNAS", "12"));
        told.clear();
        other.accepted(Pool.BOR, other.messages.action("s", "AAPL", ActionKind.SPLIT, null, "", 2, 1, 0));
        assertEquals(List.of("TRADE_DATE 12 at 600000000 gain 12000000", "SETTLED 0 at 600000000 gain 12000000"), told);
    }

    @Test
    void shouldRefuseASplitWhenTheNewMarkOrValueIsTooLarge() {
        buy(FillValues.of("t", "o", Side.BUY, "10", "6"));
        bench.accepted(Pool.DGM, messages.trade("AAPL", "XNAS", "1000000"));
        bench.refused(
                Refusal.BAD_SCALE,
                Pool.BOR,
                messages.action("s1", "AAPL", ActionKind.SPLIT, null, "", 1, 1_000_000, 0));
        bench.accepted(Pool.DGM, messages.trade("AAPL", "XNAS", "50000"));
        buy(FillValues.of("u", "p", Side.BUY, "50000", "10000000"));
        // The value of what is held, at the new mark, has too many digits.
        bench.refused(
                Refusal.BAD_SCALE, Pool.BOR, messages.action("s2", "AAPL", ActionKind.SPLIT, null, "", 1, 100, 0));
        split(1, 2);
        assertEquals(Decimal.of(100_000), holding().marketPrice());
    }

    @Test
    void shouldRefuseASplitWhenItWouldPayInAnotherCurrency() {
        bench.refused(
                Refusal.WRONG_CURRENCY, Pool.BOR, messages.action("s", "AAPL", ActionKind.SPLIT, "20", "EUR", 3, 2, 0));
    }
}
