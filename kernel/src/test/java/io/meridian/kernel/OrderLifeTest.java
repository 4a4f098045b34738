package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrderLifeTest {
    private final Bench bench = Bench.withApple();
    private final Messages messages = bench.messages;

    @Test
    void shouldGoTheWholeWayWhenAnOrderIsFilledAndSettled() {
        bench.create("o1", Side.BUY, "100", "10.50");
        assertEquals(OrderState.CREATED, bench.state("o1"));
        bench.approve("o1");
        assertEquals(OrderState.COMPLIANCE_APPROVED, bench.state("o1"));
        bench.report(Pool.CCM, "o1", OrderState.OPEN, OrderCause.VENUE);
        bench.fill("t1", "o1", Side.BUY, "10.50", "40");
        assertEquals(OrderState.PARTIALLY_FILLED, bench.state("o1"));
        bench.fill("t2", "o1", Side.BUY, "10.40", "60");
        assertEquals(OrderState.FILLED, bench.state("o1"));
        bench.report(Pool.BOR, "o1", OrderState.PENDING_SETTLEMENT, OrderCause.SETTLEMENT);
        bench.report(Pool.BOR, "o1", OrderState.SETTLED, OrderCause.SETTLEMENT);
        bench.report(Pool.BOR, "o1", OrderState.CLOSED, OrderCause.SETTLEMENT);
        assertEquals(OrderState.CLOSED, bench.state("o1"));
        assertEquals(1_044_000_000L, bench.kernel.state().orders().filledValue(bench.order("o1")));
    }

    @Test
    void shouldKeepWhatIsFilledWhenAModifyIsTakenByTheVenue() {
        bench.open("o1", Side.BUY, "100", "10.50");
        bench.fill("t1", "o1", Side.BUY, "10.50", "40");
        bench.accepted(Pool.STRATEGY, messages.modify("o1", "r1", "50", "10.60"));
        assertEquals(OrderState.PENDING_MODIFY, bench.state("o1"));
        // Until the venue has taken it, the order is what it was.
        assertEquals(100, bench.kernel.state().orders().quantity(bench.order("o1")));
        bench.accepted(Pool.CCM, messages.report("o1", 50, "r1", OrderState.OPEN, OrderCause.VENUE));
        assertEquals(OrderState.PARTIALLY_FILLED, bench.state("o1"));
        assertEquals(50, bench.kernel.state().orders().quantity(bench.order("o1")));
        assertEquals(10, bench.kernel.state().orders().leaves(bench.order("o1")));
        bench.refused(Refusal.BELOW_FILLED, Pool.STRATEGY, messages.modify("o1", "r2", "30", null));
    }

    @Test
    void shouldBeFilledWhenAModifyLeavesNothingOpen() {
        bench.open("o1", Side.BUY, "100", "10.50");
        bench.accepted(Pool.STRATEGY, messages.modify("o1", "r1", "40", null));
        bench.fill("t1", "o1", Side.BUY, "10.50", "60");
        bench.accepted(Pool.CCM, messages.report("o1", 50, "r1", OrderState.OPEN, OrderCause.VENUE));
        assertEquals(OrderState.FILLED, bench.state("o1"));
        assertEquals(60, bench.kernel.state().orders().quantity(bench.order("o1")));
    }

    @Test
    void shouldGoOnAsBeforeWhenTheVenueRefusesAChange() {
        bench.open("o1", Side.BUY, "100", "10.50");
        bench.accepted(Pool.STRATEGY, messages.modify("o1", "r1", "40", null));
        bench.report(Pool.CCM, "o1", OrderState.OPEN, OrderCause.MODIFY_REFUSED);
        assertEquals(OrderState.OPEN, bench.state("o1"));
        assertEquals(100, bench.kernel.state().orders().quantity(bench.order("o1")));
        bench.accepted(Pool.STRATEGY, messages.cancel("o1", "r2"));
        bench.fill("t1", "o1", Side.BUY, "10.50", "1");
        assertEquals(OrderState.PENDING_CANCEL, bench.state("o1"));
        bench.report(Pool.CCM, "o1", OrderState.OPEN, OrderCause.CANCEL_REFUSED);
        assertEquals(OrderState.PARTIALLY_FILLED, bench.state("o1"));
    }

    @Test
    void shouldChangeAtOnceAndCheckAgainWhenComplianceHasNotSpoken() {
        bench.create("o1", Side.BUY, "100", "10.50");
        bench.report(Pool.OMS, "o1", OrderState.PENDING_COMPLIANCE, OrderCause.COMPLIANCE);
        bench.accepted(Pool.STRATEGY, messages.modify("o1", "r1", "200", null));
        assertEquals(OrderState.CREATED, bench.state("o1"));
        assertEquals(200, bench.kernel.state().orders().quantity(bench.order("o1")));
        // The approval of what it was before does not count.
        bench.refused(
                Refusal.NO_SUCH_MOVE,
                Pool.OMS,
                messages.report("o1", 70, "", OrderState.COMPLIANCE_APPROVED, OrderCause.COMPLIANCE));
    }

    @Test
    void shouldAnswerTheSameWhenACommandIsRepeated() {
        Messages order = messages.newOrder("o1", "alpha", "AAPL", Side.BUY, "100", Terms.limit("10.50"));
        long first = bench.take(Pool.STRATEGY, order);
        int events = bench.journal.size();
        assertEquals(first, bench.take(Pool.STRATEGY, order));
        assertEquals(events, bench.journal.size());
        bench.refused(Refusal.ORDER_EXISTS, Pool.OPTIMIZER, order);
        Messages bad = messages.newOrder("o2", "alpha", "MSFT", Side.BUY, "100", Terms.limit("10.50"));
        bench.refused(Refusal.UNKNOWN_INSTRUMENT, Pool.STRATEGY, bad);
        bench.accepted(Pool.DGM, messages.instrument("MSFT", "XNAS", "USD", "0.01", "1", 1));
        // A refused wish stays refused; it takes a new id to wish again.
        bench.refused(
                Refusal.UNKNOWN_INSTRUMENT,
                Pool.STRATEGY,
                messages.newOrder("o2", "alpha", "MSFT", Side.BUY, "100", Terms.limit("10.50")));
    }

    @Test
    void shouldBookAFillOnceWhenTwoPoolsReportIt() {
        bench.open("o1", Side.BUY, "100", "10.50");
        FillValues fill = FillValues.of("t1", "o1", Side.BUY, "10.50", "40");
        long first = bench.take(Pool.CCM, messages.fill(fill));
        assertEquals(first, bench.take(Pool.EMS, messages.fill(fill)));
        assertEquals(40, bench.kernel.state().orders().filled(bench.order("o1")));
        bench.refused(Refusal.FILL_EXISTS, Pool.CCM, messages.fill(FillValues.of("t1", "o1", Side.BUY, "10.51", "40")));
        bench.refused(Refusal.OVERFILLED, Pool.CCM, messages.fill(FillValues.of("t2", "o1", Side.BUY, "10.50", "61")));
    }

    @Test
    void shouldTakeAFillLaterWhenItCameBeforeItsOrder() {
        FillValues fill = FillValues.of("t1", "o1", Side.BUY, "10.50", "40");
        bench.refused(Refusal.UNKNOWN_ORDER, Pool.CCM, messages.fill(fill));
        bench.open("o1", Side.BUY, "100", "10.50");
        bench.accepted(Pool.CCM, messages.fill(fill));
    }

    @Test
    void shouldOpenAgainWhenFillsAreBustedAndCorrected() {
        bench.open("o1", Side.BUY, "100", "10.50");
        bench.fill("t1", "o1", Side.BUY, "10.50", "100");
        assertEquals(OrderState.FILLED, bench.state("o1"));
        FillValues corrected = FillValues.of("t2", "o1", Side.BUY, "10.40", "90");
        bench.accepted(Pool.CCM, messages.fill(corrected.about(FillKind.CORRECTION, "t1")));
        assertEquals(OrderState.PARTIALLY_FILLED, bench.state("o1"));
        assertEquals(936_000_000L, bench.kernel.state().orders().filledValue(bench.order("o1")));
        bench.refused(
                Refusal.UNKNOWN_FILL,
                Pool.CCM,
                messages.fill(FillValues.of("t3", "o1", Side.BUY, "10.40", "90").about(FillKind.CANCEL, "t1")));
        bench.accepted(
                Pool.CCM,
                messages.fill(FillValues.of("t3", "o1", Side.BUY, "10.40", "90").about(FillKind.CANCEL, "t2")));
        assertEquals(OrderState.OPEN, bench.state("o1"));
        assertEquals(0, bench.kernel.state().orders().filledValue(bench.order("o1")));
    }

    @Test
    void shouldBookALateFillAndStayWhenTheOrderIsCancelled() {
        bench.open("o1", Side.BUY, "100", "10.50");
        bench.accepted(Pool.STRATEGY, messages.cancel("o1", "r1"));
        bench.report(Pool.CCM, "o1", OrderState.CANCELLED, OrderCause.VENUE);
        bench.fill("t1", "o1", Side.BUY, "10.50", "40");
        assertEquals(OrderState.CANCELLED, bench.state("o1"));
        assertEquals(40, bench.kernel.state().orders().filled(bench.order("o1")));
    }

    /** From CREATED and from PENDING_COMPLIANCE, where it was suspended before or not. */
    @ParameterizedTest
    @CsvSource({
        "false, false, CANCELLED",
        "false, true, CANCELLED",
        "true, false, CANCELLED",
        "true, true, CANCELLED",
        "false, false, EXPIRED",
        "true, false, EXPIRED",
        "true, true, EXPIRED"
    })
    void shouldRefuseAFillWhenTheOrderEndedBeforeComplianceHadPassedIt(
            boolean isLookedAt, boolean isSuspended, OrderState end) {
        bench.create("o1", Side.BUY, "100", "10.50");
        if (isLookedAt) {
            bench.report(Pool.OMS, "o1", OrderState.PENDING_COMPLIANCE, OrderCause.COMPLIANCE);
        }
        if (isSuspended) {
            bench.report(Pool.OMS, "o1", OrderState.SUSPENDED, OrderCause.COMPLIANCE);
        }
        if (end == OrderState.CANCELLED) {
            bench.accepted(Pool.STRATEGY, messages.cancel("o1", "r1"));
        } else {
            bench.accepted(Pool.TIME, messages.day(20260904, DayPhase.BEGIN));
            bench.accepted(Pool.TIME, messages.day(20260904, DayPhase.END));
        }
        assertEquals(end, bench.state("o1"));
        bench.refused(
                Refusal.FILL_NOT_EXPECTED, Pool.CCM, messages.fill(FillValues.of("t1", "o1", Side.BUY, "10.50", "40")));
        assertEquals(0, bench.kernel.state().orders().filled(bench.order("o1")));
        assertEquals(bench.kernel.hash(), bench.replayed().hash());
        assertEquals(bench.kernel.hash(), bench.restored().hash());
    }

    /** Nothing tells the kernel when exactly it leaves, so from the approval on it may have. */
    @Test
    void shouldBookALateFillWhenTheOrderWasPassedAndNobodySaidThatItLeft() {
        // It was suspended before it was passed, and goes on after it.
        bench.create("o1", Side.BUY, "100", "10.50");
        bench.report(Pool.OMS, "o1", OrderState.SUSPENDED, OrderCause.COMPLIANCE);
        bench.report(Pool.OMS, "o1", OrderState.CREATED, OrderCause.COMPLIANCE);
        bench.approve("o1");
        bench.report(Pool.EMS, "o1", OrderState.CANCELLED, OrderCause.VENUE);
        bench.fill("t1", "o1", Side.BUY, "10.50", "40");
        bench.create("o2", Side.BUY, "100", "10.50");
        bench.approve("o2");
        bench.report(Pool.OMS, "o2", OrderState.SUSPENDED, OrderCause.COMPLIANCE);
        bench.report(Pool.CCM, "o2", OrderState.CANCELLED, OrderCause.VENUE);
        bench.fill("t2", "o2", Side.BUY, "10.50", "40");
        bench.create("o3", Side.BUY, "100", "10.50");
        bench.approve("o3");
        bench.accepted(Pool.STRATEGY, messages.cancel("o3", "r3"));
        bench.report(Pool.CCM, "o3", OrderState.CANCELLED, OrderCause.VENUE);
        bench.fill("t3", "o3", Side.BUY, "10.50", "40");
        assertEquals(OrderState.CANCELLED, bench.state("o3"));
        assertEquals(40, bench.kernel.state().orders().filled(bench.order("o3")));
    }

    @Test
    void shouldPlaceNoMoreThanTheOrderWhenItIsWorkedInParts() {
        bench.create("o1", Side.BUY, "100", "10.50");
        bench.refused(
                Refusal.ORDER_NOT_APPROVED,
                Pool.EMS,
                messages.placement("p1", "o1", "XNAS", "60", PlacementState.PENDING, 1));
        bench.approve("o1");
        bench.accepted(Pool.EMS, messages.placement("p1", "o1", "XNAS", "60", PlacementState.PENDING, 2));
        bench.refused(
                Refusal.OVER_PLACED, Pool.EMS, messages.placement("p2", "o1", "XNYS", "60", PlacementState.PENDING, 3));
        bench.accepted(Pool.EMS, messages.placement("p2", "o1", "XNYS", "40", PlacementState.SENT, 4));
        bench.accepted(
                Pool.CCM,
                messages.fill(FillValues.of("t1", "o1", Side.BUY, "10.5", "20").in("p1")));
        bench.refused(
                Refusal.OVERFILLED,
                Pool.CCM,
                messages.fill(FillValues.of("t2", "o1", Side.BUY, "10.5", "41").in("p1")));
        bench.accepted(Pool.EMS, messages.placement("p1", "o1", "XNAS", "60", PlacementState.CANCELLED, 5));
        // What the cancelled one left can be placed again.
        bench.accepted(Pool.EMS, messages.placement("p3", "o1", "XNYS", "40", PlacementState.SENT, 6));
        bench.refused(
                Refusal.NO_SUCH_PLACEMENT_MOVE,
                Pool.EMS,
                messages.placement("p1", "o1", "XNAS", "60", PlacementState.OPEN, 7));
    }

    @Test
    void shouldBookWhatAPartTradesWhenItLeftBeforeExecutionHeardOfAChange() {
        bench.open("o1", Side.BUY, "100", "10.50");
        bench.accepted(Pool.STRATEGY, messages.modify("o1", "m1", "90", null));
        bench.accepted(Pool.EMS, messages.placement("p1", "o1", "XNAS", "10", PlacementState.SENT, 1));
        bench.report(Pool.EMS, "o1", OrderState.OPEN, OrderCause.MODIFY_REFUSED);
        bench.report(Pool.OMS, "o1", OrderState.SUSPENDED, OrderCause.COMPLIANCE);
        bench.accepted(Pool.EMS, messages.placement("p2", "o1", "XNAS", "10", PlacementState.SENT, 2));
        bench.report(Pool.OMS, "o1", OrderState.OPEN, OrderCause.COMPLIANCE);
        bench.accepted(Pool.STRATEGY, messages.cancel("o1", "c1"));
        bench.accepted(Pool.EMS, messages.placement("p3", "o1", "XNAS", "10", PlacementState.SENT, 3));
        bench.accepted(
                Pool.EMS,
                messages.fill(FillValues.of("t1", "o1", Side.BUY, "10.5", "10").in("p3")));
        bench.report(Pool.EMS, "o1", OrderState.CANCELLED, OrderCause.VENUE);
        assertEquals(10, bench.kernel.state().orders().filled(bench.order("o1")));
        bench.refused(
                Refusal.ORDER_NOT_APPROVED,
                Pool.EMS,
                messages.placement("p4", "o1", "XNAS", "10", PlacementState.SENT, 4));
    }

    @Test
    void shouldChangeNothingWhenAReportOfAPlacementTellsOfThePast() {
        bench.open("o1", Side.BUY, "100", "10.50");
        bench.accepted(Pool.EMS, messages.placement("p1", "o1", "XNAS", "60", PlacementState.SENT, 1));
        bench.accepted(Pool.EMS, messages.placement("p1", "o1", "XNAS", "60", PlacementState.OPEN, 2));
        bench.accepted(Pool.EMS, messages.placement("p1", "o1", "XNAS", "60", PlacementState.SENT, 3));
        bench.accepted(Pool.EMS, messages.placement("p1", "o1", "XNAS", "60", PlacementState.CANCELLED, 4));
        bench.accepted(Pool.EMS, messages.placement("p1", "o1", "XNAS", "60", PlacementState.SENT, 5));
        bench.accepted(Pool.EMS, messages.placement("p2", "o1", "XNAS", "100", PlacementState.SENT, 6));
        bench.accepted(
                Pool.EMS,
                messages.fill(FillValues.of("t1", "o1", Side.BUY, "10.5", "100").in("p2")));
        bench.accepted(Pool.EMS, messages.placement("p2", "o1", "XNAS", "100", PlacementState.OPEN, 7));
        bench.accepted(Pool.EMS, messages.placement("p2", "o1", "XNAS", "100", PlacementState.PARTIALLY_FILLED, 8));
    }

    @Test
    void shouldRefuseWithACodeWhenTermsAreWrong() {
        refused(Refusal.BAD_QUANTITY, "0", Terms.limit("10.5"));
        refused(Refusal.BAD_SCALE, "0.5", Terms.limit("10.5"));
        refused(Refusal.BAD_PRICE, "1", Terms.limit("10.505"));
        refused(Refusal.BAD_PRICE, "1", Terms.limit(null));
        refused(Refusal.BAD_PRICE, "1", new Terms(OrderType.MARKET, TimeInForce.DAY, "1", null, null, 0, ""));
        refused(Refusal.BAD_PRICE, "1", new Terms(OrderType.STOP, TimeInForce.DAY, null, null, null, 0, ""));
        refused(Refusal.BAD_DISPLAY, "1", new Terms(OrderType.LIMIT, TimeInForce.DAY, "1", null, "2", 0, ""));
        refused(
                Refusal.BAD_EXPIRY,
                "1",
                new Terms(OrderType.LIMIT, TimeInForce.GOOD_TILL_TIME, "1", null, null, 0, ""));
        refused(Refusal.BAD_EXPIRY, "1", new Terms(OrderType.LIMIT, TimeInForce.DAY, "1", null, null, 9_999, ""));
        refused(Refusal.UNKNOWN_PARENT, "1", new Terms(OrderType.LIMIT, TimeInForce.DAY, "1", null, null, 0, "p"));
        bench.refused(
                Refusal.POOL_MAY_NOT,
                Pool.CCM,
                messages.newOrder("o1", "alpha", "AAPL", Side.BUY, "1", Terms.limit("1")));
        bench.refused(
                Refusal.BAD_TEXT,
                Pool.STRATEGY,
                messages.newOrder("", "alpha", "AAPL", Side.BUY, "1", Terms.limit("1")));
        assertNull(bench.state("o1"));
    }

    private int refusedOrders;

    private void refused(Refusal refusal, String quantity, Terms terms) {
        String id = "bad" + refusedOrders++;
        bench.refused(refusal, Pool.STRATEGY, messages.newOrder(id, "alpha", "AAPL", Side.BUY, quantity, terms));
        assertNull(bench.state(id));
    }

    @Test
    void shouldRefuseWhoeverMayNotWhenAMoveIsAskedFor() {
        bench.create("o1", Side.BUY, "100", "10.50");
        bench.refused(
                Refusal.POOL_MAY_NOT_MOVE,
                Pool.CCM,
                messages.report("o1", 1, "", OrderState.PENDING_COMPLIANCE, OrderCause.COMPLIANCE));
        bench.refused(Refusal.NO_SUCH_MOVE, Pool.OMS, messages.report("o1", 2, "", OrderState.OPEN, OrderCause.VENUE));
        bench.refused(
                Refusal.POOL_MAY_NOT,
                Pool.STRATEGY,
                messages.report("o1", 3, "", OrderState.PENDING_COMPLIANCE, OrderCause.COMPLIANCE));
        bench.approve("o1");
        bench.refused(Refusal.NEEDS_FILL, Pool.CCM, messages.report("o1", 4, "", OrderState.FILLED, OrderCause.FILL));
    }

    @Test
    void shouldForgetTheOldestWhenMoreOrdersAreOverThanAreKept() {
        Bench small = new Bench(new KernelOptions(4, 64, 2));
        small.accepted(Pool.DGM, small.messages.instrument("AAPL", "XNAS", "USD", "0.01", "1", 1));
        for (int i = 0; i < 10; i++) {
            small.open("o" + i, Side.BUY, "10", "1.00");
            small.fill("t" + i, "o" + i, Side.BUY, "1.00", "5");
            small.report(Pool.CCM, "o" + i, OrderState.CANCELLED, OrderCause.VENUE);
        }
        assertNull(small.state("o7"));
        assertEquals(OrderState.CANCELLED, small.state("o8"));
        assertEquals(2, small.kernel.state().orders().count());
        assertTrue(small.kernel.state().orders().places() <= 4, "places are given out again");
        assertEquals(small.kernel.hash(), small.replayed().hash());
    }

    @Test
    void shouldGiveTheSameHashWhenReplayedOrRestored() {
        bench.open("o1", Side.BUY, "100", "10.50");
        bench.fill("t1", "o1", Side.BUY, "10.50", "40");
        long hash = bench.kernel.hash();
        assertEquals(hash, bench.replayed().hash());
        assertEquals(hash, bench.restored().hash());
        bench.fill("t2", "o1", Side.BUY, "10.50", "1");
        assertNotEquals(hash, bench.kernel.hash());
    }
}
