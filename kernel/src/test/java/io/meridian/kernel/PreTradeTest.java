package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.Messages.LimitOf;
import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.journal.LimitReachedDecoder;
import io.meridian.kernel.journal.MessageHeaderDecoder;
import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Severity;
import io.meridian.plugin.contract.trading.Side;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PreTradeTest {
    private static final long SECOND = 1_000_000_000L;

    private final Bench bench = Bench.withApple();
    private final Messages messages = bench.messages;
    private int ids;

    @AfterEach
    void shouldBeTheSameWhenReplayed() {
        assertEquals(bench.kernel.hash(), bench.replayed().hash());
        assertEquals(bench.kernel.hash(), bench.restored().hash());
    }

    private void limit(LimitRule rule, LimitOf of, String soft, String hard, long window) {
        bench.accepted(Pool.PERSON, messages.limit("l" + ids++, rule, of, soft, hard, window));
    }

    private Messages order(Side side, String quantity, String price) {
        Terms terms = price == null ? Terms.market() : Terms.limit(price);
        return messages.newOrder("o" + ids++, "alpha", "AAPL", side, quantity, terms);
    }

    private void accepted(Side side, String quantity, String price) {
        bench.accepted(Pool.STRATEGY, order(side, quantity, price));
    }

    private void refused(Refusal refusal, Side side, String quantity, String price) {
        bench.refused(refusal, Pool.STRATEGY, order(side, quantity, price));
    }

    private List<LimitReachedDecoder> reached() {
        List<LimitReachedDecoder> found = new ArrayList<>();
        for (byte[] event : bench.journal) {
            LimitReachedDecoder decoder = new LimitReachedDecoder();
            UnsafeBuffer buffer = new UnsafeBuffer(event);
            MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);
            if (header.templateId() == LimitReachedDecoder.TEMPLATE_ID) {
                found.add(decoder.wrapAndApplyHeader(buffer, 0, header));
            }
        }
        return found;
    }

    @Test
    void shouldWarnThenRefuseWhenAnOrderIsTooLarge() {
        limit(LimitRule.QUANTITY, LimitOf.ALL, "50", "100", 0);
        accepted(Side.BUY, "50", "10");
        assertTrue(reached().isEmpty());
        accepted(Side.BUY, "51", "10");
        refused(Refusal.MAX_QUANTITY, Side.BUY, "101", "10");
        assertEquals(2, reached().size());
        assertEquals(Severity.WARNING.value(), reached().get(0).severity());
        assertEquals(Severity.BREACH.value(), reached().get(1).severity());
        assertEquals(101, reached().get(1).measured());
        // The most particular limit counts.
        limit(LimitRule.QUANTITY, LimitOf.APPLE, null, "200", 0);
        accepted(Side.BUY, "101", "10");
    }

    @Test
    void shouldKeepPricesNearTheMarketWhenThereIsACollar() {
        limit(LimitRule.PRICE_COLLAR, LimitOf.APPLE, null, "0.05", 0);
        accepted(Side.BUY, "1", "1000");
        bench.accepted(Pool.DGM, messages.quote("AAPL", "XNAS", "99", "101"));
        accepted(Side.BUY, "1", "105");
        refused(Refusal.PRICE_COLLAR, Side.BUY, "1", "105.01");
        refused(Refusal.PRICE_COLLAR, Side.SELL, "1", "94.99");
    }

    @Test
    void shouldCountTheWorstCaseWhenPositionsAreLimited() {
        limit(LimitRule.POSITION, LimitOf.ALL, null, "100", 0);
        bench.open("a", Side.BUY, "60", "10");
        bench.fill("t", "a", Side.BUY, "10", "30");
        refused(Refusal.POSITION_LIMIT, Side.BUY, "41", "10");
        accepted(Side.BUY, "40", "10");
        // 30 are held, so 130 could be sold.
        refused(Refusal.POSITION_LIMIT, Side.SELL, "131", "11");
        accepted(Side.SELL, "130", "11");
        bench.refused(Refusal.POSITION_LIMIT, Pool.STRATEGY, messages.modify("a", "m", "61", null));
    }

    @Test
    void shouldLimitValueAndExposureWhenPricesAreKnown() {
        limit(LimitRule.VALUE, LimitOf.DOLLARS, null, "1000", 0);
        limit(LimitRule.GROSS_EXPOSURE, LimitOf.DOLLARS, null, "1500", 0);
        limit(LimitRule.NET_EXPOSURE, LimitOf.DOLLARS, null, "1200", 0);
        refused(Refusal.NO_PRICE, Side.BUY, "1", null);
        refused(Refusal.MAX_VALUE, Side.BUY, "101", "10");
        bench.open("a", Side.BUY, "100", "10");
        bench.fill("t", "a", Side.BUY, "10", "100");
        refused(Refusal.NET_EXPOSURE, Side.BUY, "21", "10");
        accepted(Side.SELL, "50", "10");
        refused(Refusal.GROSS_EXPOSURE, Side.SELL, "1", "10");
        bench.accepted(
                Pool.PERSON, messages.limit("gross", LimitRule.GROSS_EXPOSURE, LimitOf.DOLLARS, null, "9000", 0));
        accepted(Side.BUY, "1", "1");
        // What is held is worth more now.
        bench.accepted(Pool.DGM, messages.trade("AAPL", "XNAS", "12"));
        refused(Refusal.NET_EXPOSURE, Side.BUY, "1", "1");
    }

    @Test
    void shouldRefuseButTakeCancelsWhenMessagesAreTooMany() {
        limit(LimitRule.MESSAGE_RATE, LimitOf.ALL, null, "3", SECOND);
        accepted(Side.BUY, "1", "10");
        accepted(Side.BUY, "2", "10");
        accepted(Side.BUY, "3", "10");
        refused(Refusal.MESSAGE_RATE, Side.BUY, "4", "10");
        bench.accepted(Pool.STRATEGY, messages.cancel("o1", "c"));
        // Others have a count of their own.
        bench.accepted(Pool.OPTIMIZER, order(Side.BUY, "5", "10"));
        bench.now += 2 * SECOND;
        accepted(Side.BUY, "6", "10");
    }

    @Test
    void shouldLetOneThroughInEachPartOfTheWindowWhenASenderDoesNotStopSending() {
        limit(LimitRule.MESSAGE_RATE, LimitOf.ALL, null, "2", SECOND);
        accepted(Side.BUY, "1", "10");
        accepted(Side.BUY, "2", "10");
        for (int i = 0; i < 3; i++) {
            bench.now += SECOND / 4;
            refused(Refusal.MESSAGE_RATE, Side.BUY, "3", "10");
            bench.now += SECOND / 4;
            accepted(Side.BUY, "3", "10");
        }
    }

    @Test
    void shouldRefuseOrdersAlikeWhenTheyComeTooSoon() {
        limit(LimitRule.DUPLICATE_ORDERS, LimitOf.ALL, null, "1", SECOND);
        accepted(Side.BUY, "1", "10");
        refused(Refusal.DUPLICATE_ORDER, Side.BUY, "1", "10");
        accepted(Side.BUY, "1", "10.01");
        bench.now += 2 * SECOND;
        accepted(Side.BUY, "1", "10");
    }

    @Test
    void shouldStopAStrategyUntilAPersonReleasesItWhenItTradesTooOften() {
        limit(LimitRule.REPEATED_EXECUTIONS, LimitOf.ALL, null, "3", SECOND);
        bench.open("a", Side.BUY, "100", "10");
        for (int i = 0; i < 3; i++) {
            bench.fill("t" + i, "a", Side.BUY, "10", "1");
        }
        accepted(Side.BUY, "1", "9");
        bench.fill("t3", "a", Side.BUY, "10", "1");
        refused(Refusal.STOPPED, Side.BUY, "1", "8");
        bench.now += 10 * SECOND;
        refused(Refusal.STOPPED, Side.BUY, "1", "8");
        bench.refused(
                Refusal.POOL_MAY_NOT,
                Pool.OMS,
                messages.control("c0", ControlKind.RELEASE, ControlScope.INSTANCE, "strategy-1"));
        bench.accepted(Pool.PERSON, messages.control("c1", ControlKind.RELEASE, ControlScope.INSTANCE, "strategy-1"));
        accepted(Side.BUY, "1", "8");
    }

    @Test
    void shouldTakeNothingNewButCancelsAndReportsWhenTradingIsStopped() {
        bench.open("a", Side.BUY, "100", "10");
        bench.accepted(Pool.OMS, messages.control("k", ControlKind.KILL, ControlScope.DEPLOYMENT, ""));
        refused(Refusal.STOPPED, Side.BUY, "1", "10");
        bench.refused(Refusal.STOPPED, Pool.STRATEGY, messages.modify("a", "m", "50", null));
        bench.fill("t", "a", Side.BUY, "10", "1");
        bench.accepted(Pool.STRATEGY, messages.cancel("a", "c"));
        bench.report(Pool.CCM, "a", OrderState.CANCELLED, OrderCause.VENUE);
        bench.accepted(Pool.PERSON, messages.control("r", ControlKind.RELEASE, ControlScope.DEPLOYMENT, ""));
        accepted(Side.BUY, "1", "10");
    }

    @Test
    void shouldRefuseWhatIsRestrictedUntilItIsNot() {
        limit(LimitRule.RESTRICTED, LimitOf.APPLE, null, "0", 0);
        refused(Refusal.RESTRICTED, Side.BUY, "1", "10");
        limit(LimitRule.RESTRICTED, LimitOf.APPLE, null, null, 0);
        accepted(Side.BUY, "1", "10");
    }

    @Test
    void shouldNotTradeWithItselfWhenOrdersWouldCross() {
        limit(LimitRule.SELF_TRADE, LimitOf.ALL, null, "0", 0);
        bench.open("a", Side.SELL, "10", "10");
        accepted(Side.BUY, "1", "9.99");
        refused(Refusal.SELF_TRADE, Side.BUY, "1", "10");
        refused(Refusal.SELF_TRADE, Side.BUY, "1", null);
        bench.accepted(Pool.STRATEGY, messages.cancel("a", "c"));
        bench.report(Pool.CCM, "a", OrderState.CANCELLED, OrderCause.VENUE);
        accepted(Side.BUY, "1", "10");
    }

    @Test
    void shouldSeeTheOldAndTheNewPriceWhenAModifyWaits() {
        limit(LimitRule.SELF_TRADE, LimitOf.ALL, null, "0", 0);
        bench.open("s", Side.SELL, "10", "10");
        bench.accepted(Pool.STRATEGY, messages.modify("s", "m1", null, "9"));
        refused(Refusal.SELF_TRADE, Side.BUY, "1", "9");
        accepted(Side.BUY, "1", "8.99");
        // Refused, it is at its old price alone.
        bench.report(Pool.CCM, "s", OrderState.OPEN, OrderCause.MODIFY_REFUSED);
        accepted(Side.BUY, "1", "9.99");
        refused(Refusal.SELF_TRADE, Side.BUY, "1", "10");
        // Upwards, the old price is the one that others reach first.
        bench.accepted(Pool.STRATEGY, messages.modify("s", "m2", null, "12"));
        refused(Refusal.SELF_TRADE, Side.BUY, "1", "10");
        bench.accepted(Pool.CCM, messages.report("s", 90, "m2", OrderState.OPEN, OrderCause.VENUE));
        accepted(Side.BUY, "1", "11.99");
        refused(Refusal.SELF_TRADE, Side.BUY, "1", "12");
    }

    @Test
    void shouldSeeTheNewPriceOfABuyWhenAModifyOfASellWouldReachIt() {
        limit(LimitRule.SELF_TRADE, LimitOf.ALL, null, "0", 0);
        bench.open("b", Side.BUY, "10", "10");
        bench.open("s", Side.SELL, "10", "12");
        bench.accepted(Pool.STRATEGY, messages.modify("b", "m1", null, "11"));
        bench.refused(Refusal.SELF_TRADE, Pool.STRATEGY, messages.modify("s", "m2", null, "11"));
        bench.accepted(Pool.STRATEGY, messages.modify("s", "m3", null, "11.01"));
    }

    /** The venue may have taken the modify before the cancel reaches it. */
    @Test
    void shouldStillSeeTheNewPriceWhenACancelOverridesTheModify() {
        limit(LimitRule.SELF_TRADE, LimitOf.ALL, null, "0", 0);
        bench.open("s", Side.SELL, "10", "10");
        bench.accepted(Pool.STRATEGY, messages.modify("s", "m1", null, "9"));
        bench.accepted(Pool.STRATEGY, messages.cancel("s", "c1"));
        refused(Refusal.SELF_TRADE, Side.BUY, "1", "9");
        bench.report(Pool.CCM, "s", OrderState.OPEN, OrderCause.CANCEL_REFUSED);
        accepted(Side.BUY, "1", "9");
        // Of this cancel, no modify waits.
        bench.accepted(Pool.STRATEGY, messages.cancel("s", "c2"));
        accepted(Side.BUY, "1", "9.5");
        refused(Refusal.SELF_TRADE, Side.BUY, "1", "10");
    }

    @Test
    void shouldLookInThePortfolioAloneWhenOnlyItsOwnLimitForbids() {
        limit(LimitRule.SELF_TRADE, new LimitOf("alpha", "", "", ""), null, "0", 0);
        limit(LimitRule.SELF_TRADE, LimitOf.ALL, null, "0", 0);
        bench.accepted(Pool.STRATEGY, messages.newOrder("b", "beta", "AAPL", Side.SELL, "10", Terms.limit("10")));
        refused(Refusal.SELF_TRADE, Side.BUY, "1", "10");
        // The limit for all is lifted.
        limit(LimitRule.SELF_TRADE, LimitOf.ALL, null, null, 0);
        accepted(Side.BUY, "1", "10");
        refused(Refusal.SELF_TRADE, Side.SELL, "1", "10");
    }

    @Test
    void shouldLetOnlyAPersonSetALimitWhenItMakesSense() {
        bench.refused(
                Refusal.POOL_MAY_NOT, Pool.OMS, messages.limit("x1", LimitRule.QUANTITY, LimitOf.ALL, null, "1", 0));
        bench.refused(Refusal.BAD_LIMIT, Pool.PERSON, messages.limit("x2", LimitRule.VALUE, LimitOf.ALL, null, "1", 0));
        bench.refused(
                Refusal.BAD_LIMIT,
                Pool.PERSON,
                messages.limit("x3", LimitRule.MESSAGE_RATE, LimitOf.ALL, null, "1", 0));
    }
}
