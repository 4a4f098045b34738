package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.kernel.Messages.LimitOf;
import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.Positions;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an order counts in positions and exposure while its modify waits: the worse of what it is and what it may be already. */
final class WaitingModifyTest {
    private static final long CENT = 10_000;

    private final Bench bench = Bench.withApple();
    private final Messages messages = bench.messages;
    private int ids;

    @AfterEach
    void shouldBeTheSameWhenReplayed() {
        assertEquals(bench.kernel.hash(), bench.replayed().hash());
        assertEquals(bench.kernel.hash(), bench.restored().hash());
    }

    private void limit(LimitRule rule, LimitOf of, String hard) {
        bench.accepted(Pool.PERSON, messages.limit("l" + ids++, rule, of, null, hard, 0));
    }

    private Messages order(Side side, String quantity, String price) {
        return messages.newOrder("o" + ids++, "alpha", "AAPL", side, quantity, Terms.limit(price));
    }

    private void modify(String id, String request, String quantity, String price) {
        bench.accepted(Pool.STRATEGY, messages.modify(id, request, quantity, price));
    }

    private void taken(String id, String request) {
        bench.accepted(Pool.CCM, messages.report(id, 1_000 + ids++, request, OrderState.OPEN, OrderCause.VENUE));
    }

    /** What may still be bought, and what it is worth in cents. */
    private void open(long quantity, long cents) {
        Positions positions = bench.kernel.state().books().positions();
        CashAccounts cash = bench.kernel.state().books().cash();
        int portfolio = bench.name("alpha");
        assertEquals(quantity, positions.openBuy(positions.find(portfolio, 0)));
        assertEquals(cents * CENT, cash.openBuy(cash.find(portfolio, bench.name("USD"))));
    }

    @Test
    void shouldRefuseASecondOrderWhenItAndTheLargerOneWouldBreakThePositionLimit() {
        limit(LimitRule.POSITION, LimitOf.ALL, "100");
        bench.open("a", Side.BUY, "50", "10");
        modify("a", "m", "90", null);
        bench.refused(Refusal.POSITION_LIMIT, Pool.STRATEGY, order(Side.BUY, "11", "10"));
        bench.accepted(Pool.STRATEGY, order(Side.BUY, "10", "10"));
        taken("a", "m");
        // It counts once.
        open(100, 100_000);
        bench.refused(Refusal.POSITION_LIMIT, Pool.STRATEGY, order(Side.BUY, "1", "10"));
    }

    @Test
    void shouldRefuseASecondOrderWhenItAndTheDearerOneWouldBreakTheExposureLimit() {
        limit(LimitRule.GROSS_EXPOSURE, LimitOf.DOLLARS, "1000");
        bench.open("a", Side.BUY, "50", "10");
        modify("a", "m", null, "18");
        bench.refused(Refusal.GROSS_EXPOSURE, Pool.STRATEGY, order(Side.BUY, "11", "10"));
        bench.accepted(Pool.STRATEGY, order(Side.BUY, "10", "10"));
        taken("a", "m");
        open(60, 100_000);
    }

    @Test
    void shouldRefuseASecondSellWhenItAndTheLargerOneWouldBreakTheNetLimit() {
        limit(LimitRule.NET_EXPOSURE, LimitOf.DOLLARS, "1000");
        bench.open("a", Side.SELL, "50", "10");
        modify("a", "m", "90", null);
        bench.refused(Refusal.NET_EXPOSURE, Pool.STRATEGY, order(Side.SELL, "11", "10"));
        bench.accepted(Pool.STRATEGY, order(Side.SELL, "10", "10"));
    }

    @Test
    void shouldCountTheOldTermsWhenTheyAreTheWorse() {
        bench.open("a", Side.BUY, "50", "10");
        modify("a", "m1", "40", "10.01");
        open(50, 50_000);
        taken("a", "m1");
        open(40, 40_040);
        // Fewer but so much dearer that they are worth more: the worse of each.
        modify("a", "m2", "30", "20");
        open(40, 60_000);
        bench.report(Pool.CCM, "a", OrderState.OPEN, OrderCause.MODIFY_REFUSED);
        open(40, 40_040);
    }

    @Test
    void shouldCountWhatIsLeftWhenFillsComeAndGoWhileTheModifyWaits() {
        bench.open("a", Side.BUY, "50", "10");
        modify("a", "m", "80", "11");
        open(80, 88_000);
        bench.fill("t", "a", Side.BUY, "10", "20");
        open(60, 66_000);
        bench.accepted(
                Pool.CCM,
                messages.fill(FillValues.of("b", "a", Side.BUY, "10", "20").about(FillKind.CANCEL, "t")));
        open(80, 88_000);
        bench.fill("u", "a", Side.BUY, "10", "30");
        taken("a", "m");
        open(50, 55_000);
    }

    /** The venue may take it before the cancel reaches it. */
    @Test
    void shouldStillCountTheLargerOneWhenACancelOverridesTheModify() {
        limit(LimitRule.POSITION, LimitOf.ALL, "100");
        bench.open("a", Side.BUY, "50", "10");
        modify("a", "m", "90", null);
        bench.accepted(Pool.STRATEGY, messages.cancel("a", "c"));
        bench.refused(Refusal.POSITION_LIMIT, Pool.STRATEGY, order(Side.BUY, "11", "10"));
        open(90, 90_000);
        bench.report(Pool.CCM, "a", OrderState.CANCELLED, OrderCause.VENUE);
        open(0, 0);
        // A cancel that overrides nothing adds nothing.
        bench.open("b", Side.BUY, "50", "10");
        modify("b", "m", "90", null);
        bench.report(Pool.CCM, "b", OrderState.OPEN, OrderCause.MODIFY_REFUSED);
        bench.accepted(Pool.STRATEGY, messages.cancel("b", "c"));
        open(50, 50_000);
    }

    @Test
    void shouldCountNothingOfItWhenTheOrderIsFilledOrExpires() {
        bench.open("a", Side.BUY, "50", "10");
        modify("a", "m", "90", null);
        bench.fill("t", "a", Side.BUY, "10", "50");
        assertEquals(OrderState.FILLED, bench.state("a"));
        open(0, 0);
        bench.open("b", Side.BUY, "50", "10");
        modify("b", "m", "90", null);
        bench.report(Pool.CCM, "b", OrderState.EXPIRED, OrderCause.VENUE);
        open(0, 0);
    }

    @Test
    void shouldCountAnOrderAtAnyPriceAtTheMarkOfWhenItsModifyWasAskedFor() {
        bench.accepted(Pool.DGM, messages.trade("AAPL", "XNAS", "10"));
        bench.accepted(Pool.STRATEGY, messages.newOrder("a", "alpha", "AAPL", Side.BUY, "50", Terms.market()));
        bench.approve("a");
        open(50, 50_000);
        bench.accepted(Pool.DGM, messages.trade("AAPL", "XNAS", "12"));
        modify("a", "m", "60", null);
        open(60, 72_000);
        bench.accepted(Pool.DGM, messages.trade("AAPL", "XNAS", "20"));
        bench.fill("t", "a", Side.BUY, "10", "10");
        open(50, 60_000);
        taken("a", "m");
        open(50, 60_000);
    }

    @Test
    void shouldCountWhatWasFilledOnceWhenAnOrderIsModified() {
        limit(LimitRule.GROSS_EXPOSURE, LimitOf.DOLLARS, "1200");
        bench.open("a", Side.BUY, "100", "10");
        bench.fill("t", "a", Side.BUY, "10", "90");
        // 900 are held.
        bench.refused(Refusal.GROSS_EXPOSURE, Pool.STRATEGY, messages.modify("a", "m1", "121", null));
        modify("a", "m2", "120", null);
        open(30, 30_000);
    }

    @Test
    void shouldRefuseAModifyBeforeItIsTakenWhenWhatIsOpenWouldBeTooLarge() {
        bench.open("a", Side.BUY, "50", "10");
        bench.open("b", Side.BUY, "1000", "9000000000");
        bench.refused(Refusal.BAD_SCALE, Pool.STRATEGY, messages.modify("a", "m", null, "10000000000"));
        open(1_050, 900_000_000_050_000L);
        bench.refused(Refusal.BAD_SCALE, Pool.STRATEGY, order(Side.BUY, "1000", "9000000000"));
    }

    /** The kernel no longer knows the request of a modify that a cancel overrode. */
    @Test
    void shouldBeBackAtTheOldTermsWhenTheOverridingCancelIsRefused() {
        bench.open("a", Side.BUY, "50", "10");
        modify("a", "m1", "90", null);
        bench.accepted(Pool.STRATEGY, messages.cancel("a", "c"));
        taken("a", "m1");
        assertEquals(OrderState.PENDING_CANCEL, bench.state("a"));
        bench.report(Pool.CCM, "a", OrderState.OPEN, OrderCause.CANCEL_REFUSED);
        taken("a", "m1");
        assertEquals(OrderState.OPEN, bench.state("a"));
        assertEquals(50, bench.kernel.state().orders().quantity(bench.order("a")));
        open(50, 50_000);
        bench.refused(Refusal.OVERFILLED, Pool.CCM, messages.fill(FillValues.of("t", "a", Side.BUY, "10", "60")));
        modify("a", "m2", "90", null);
        taken("a", "m2");
        bench.fill("u", "a", Side.BUY, "10", "60");
        open(30, 30_000);
    }
}
