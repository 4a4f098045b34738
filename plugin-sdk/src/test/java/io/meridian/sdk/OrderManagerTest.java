package io.meridian.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.ModifyOrderEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.PositionEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.ReportWriter;
import io.meridian.sdk.event.TargetPosition;
import io.meridian.sdk.test.Sim;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

/** An order manager looks at each order once, says what it found, and knows what is held and what is working. */
final class OrderManagerTest {
    private static final Listing AAPL = new Listing("XNAS", "AAPL");
    private static final String REVIEW = "platform.oms.review.manager";
    private static final String EVENT = "platform.oms.event.manager";

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final EventWriter writer = new EventWriter();
    private final ReportWriter reports = new ReportWriter();

    @MeridianPlugin(
            id = "manager",
            pool = Pool.OMS,
            subscribes = {
                "platform.oms.review.*",
                "platform.portfolio.target.*",
                "platform.oms.event.*",
                "platform.bor.position.*"
            },
            publishes = {"platform.oms.report.*", "platform.oms.command.*"},
            state = StatePolicy.SNAPSHOT)
    static final class Manager extends OrderManager {
        private int reviews;
        private boolean fails;

        @Override
        public void review(WorkingOrder order) {
            reviews++;
            if (order.symbol().equals("BAD")) {
                reject(order, "BAD is restricted");
            } else if (order.quantity() <= 100) {
                approve(order);
            }
        }

        @Override
        public void onTargetPosition(TargetPosition target) {
            BigDecimal wanted = Decimal.read(target.decoder().quantity()).toBigDecimal();
            BigDecimal lacks = wanted.subtract(held("manager", AAPL)).subtract(working("manager", AAPL));
            if (lacks.signum() > 0) {
                newOrder(OrderTerms.market("manager", AAPL, "USD", Side.BUY, lacks)
                        .limit(new BigDecimal("99.95"))
                        .worked(Algorithm.TWAP, 77));
            }
            if (fails) {
                fails = false;
                throw new IllegalStateException("once");
            }
        }

        List<String> waiting() {
            return underReview().stream().map(WorkingOrder::id).toList();
        }
    }

    private static Manager manager(Sim sim) {
        return (Manager) sim.plugin();
    }

    private static List<String> said(Sim sim) {
        return sim.bus().published().stream()
                .filter(each -> each.topic().equals("platform.oms.report.manager"))
                .map(each -> (OrderEvent) each.event())
                .map(each -> each.orderId() + " " + each.eventNumber() + " " + each.state()
                        + (each.reason().isEmpty() ? "" : " " + each.reason()))
                .toList();
    }

    private void publish(Sim sim, String topic, int template, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        sim.publish(topic, template, EventWriter.VERSION, bytes);
    }

    private void target(Sim sim, double quantity) {
        writer.targetPosition(buffer, 0, 1, "manager", "m", "XNAS", "AAPL", "USD", quantity, Double.NaN);
        publish(sim, "platform.portfolio.target.manager", 12, EventWriter.TARGET_POSITION);
    }

    /** The kernel's word of an order of 100. */
    private void heard(Sim sim, String id, long number, OrderState state, double filled) {
        heard(sim, id, number, state, filled, OrderCause.VENUE);
    }

    private void heard(Sim sim, String id, long number, OrderState state, double filled, OrderCause cause) {
        int length = reports.orderEvent(
                buffer,
                0,
                1,
                new ReportWriter.OrderReportValues(
                        number,
                        id,
                        "",
                        "",
                        "",
                        "manager",
                        "XNAS",
                        "AAPL",
                        "USD",
                        Side.BUY,
                        100,
                        filled,
                        50,
                        Double.NaN,
                        null,
                        state,
                        cause,
                        ""));
        publish(sim, EVENT, OrderEventEncoder.TEMPLATE_ID, length);
    }

    private void modify(Sim sim, String id, String request, double quantity) {
        ModifyOrderEncoder modify = new ModifyOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        modify.tsEvent(1).tsInit(1).expireAt(0).orderId(id).requestId(request).portfolio("manager");
        modify.symbol("AAPL").venue("XNAS").currency("USD").account("");
        Decimal.of(BigDecimal.valueOf(quantity)).write(modify.quantity());
        Decimal.writeAbsent(modify.limitPrice());
        Decimal.writeAbsent(modify.stopPrice());
        Decimal.writeAbsent(modify.displayQuantity());
        modify.note("");
        publish(
                sim,
                REVIEW,
                ModifyOrderEncoder.TEMPLATE_ID,
                MessageHeaderEncoder.ENCODED_LENGTH + modify.encodedLength());
    }

    private void fill(Sim sim, String id, String trade, double quantity, FillKind kind) {
        writer.fill(buffer, 0, 1, trade, id, "manager", "XNAS", "AAPL", "USD", Side.BUY, quantity, 50);
        new FillEncoder().wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH).kind(kind);
        publish(sim, EVENT, FillEncoder.TEMPLATE_ID, EventWriter.FILL);
    }

    private static double held(Sim sim) {
        return manager(sim).held("manager", AAPL).doubleValue();
    }

    private static double working(Sim sim) {
        return manager(sim).working("manager", AAPL).doubleValue();
    }

    @Test
    void shouldSayPendingAndThenItsVerdictWhenAnOrderComesForReview() {
        try (Sim sim = Sim.of(Manager.class)) {
            sim.review("o-1", "AAPL", Side.BUY, 100, 50);
            sim.review("o-2", "BAD", Side.BUY, 100, 50);
            assertEquals(
                    List.of(
                            "o-1 1 PENDING_COMPLIANCE",
                            "o-1 2 COMPLIANCE_APPROVED",
                            "o-2 1 PENDING_COMPLIANCE",
                            "o-2 2 COMPLIANCE_REJECTED BAD is restricted"),
                    said(sim));
        }
    }

    @Test
    void shouldReviewOnceWhenAnOrderComesTwiceAndAgainWhenItGoesOnAfterItWasSuspended() {
        try (Sim sim = Sim.of(Manager.class)) {
            sim.review("o-1", "AAPL", Side.BUY, 100, 50);
            sim.review("o-1", "AAPL", Side.BUY, 100, 50);
            assertEquals(1, manager(sim).reviews);
            heard(sim, "o-1", 3, OrderState.SUSPENDED, 0);
            sim.clock().set(sim.clock().nanoTime() + 1);
            sim.review("o-1", "AAPL", Side.BUY, 100, 50);
            assertEquals(2, manager(sim).reviews);
            assertEquals(
                    List.of("o-1 3 PENDING_COMPLIANCE", "o-1 4 COMPLIANCE_APPROVED"),
                    said(sim).subList(2, 4));
        }
    }

    @Test
    void shouldReviewTheNewTermsWhenAnOrderWasChangedBeforeItWasPassed() {
        try (Sim sim = Sim.of(Manager.class)) {
            sim.review("o-1", "AAPL", Side.BUY, 500, 50);
            assertEquals(List.of("o-1"), manager(sim).waiting());
            modify(sim, "o-1", "m-1", 60);
            modify(sim, "o-1", "m-1", 60);
            modify(sim, "nowhere", "m-2", 60);
            assertEquals(
                    List.of("o-1 1 PENDING_COMPLIANCE", "o-1 2 PENDING_COMPLIANCE", "o-1 3 COMPLIANCE_APPROVED"),
                    said(sim));
            OrderEvent last = sim.expectEvent(OrderEvent.class);
            assertEquals(60, last.quantity(), "the verdict says what it is about");
            assertEquals(List.of(), manager(sim).waiting());
        }
    }

    @Test
    void shouldKeepTheTermsUnderReviewWhenAnOlderWordOfTheKernelComes() {
        try (Sim sim = Sim.of(Manager.class)) {
            sim.review("o-1", "AAPL", Side.BUY, 500, 50);
            modify(sim, "o-1", "m-1", 400);
            heard(sim, "o-1", 1, OrderState.CREATED, 0);
            assertEquals(400, manager(sim).order("o-1").quantity());
            assertEquals(List.of("o-1"), manager(sim).waiting());
        }
    }

    @Test
    void shouldForgetAReviewWhenSomebodyElseDecidedIt() {
        try (Sim sim = Sim.of(Manager.class)) {
            sim.review("o-1", "AAPL", Side.BUY, 500, 50);
            sim.review("o-2", "AAPL", Side.BUY, 500, 50);
            heard(sim, "o-1", 3, OrderState.COMPLIANCE_APPROVED, 0);
            heard(sim, "o-2", 3, OrderState.CANCELLED, 0);
            assertEquals(List.of(), manager(sim).waiting());
            WorkingOrder passed = manager(sim).order("o-1");
            String text = assertThrows(
                            IllegalStateException.class, () -> manager(sim).approve(passed))
                    .getMessage();
            assertTrue(text.contains("order=o-1 state=COMPLIANCE_APPROVED is not under review"), text);
        }
    }

    @Test
    void shouldRefuseToRejectWithoutAReason() {
        try (Sim sim = Sim.of(Manager.class)) {
            sim.review("o-1", "AAPL", Side.BUY, 500, 50);
            WorkingOrder order = manager(sim).order("o-1");
            assertThrows(IllegalArgumentException.class, () -> manager(sim).reject(order, " "));
        }
    }

    @Test
    void shouldOrderExactlyWhatLacksWhenTenthsAreHeld() {
        try (Sim sim = Sim.of(Manager.class)) {
            target(sim, 0.1);
            fill(sim, sim.expectEvent(NewOrder.class).orderId(), "t-1", 0.1, FillKind.NEW);
            fill(sim, "of-another", "t-2", 0.2, FillKind.NEW);
            sim.forgetPublished();
            target(sim, 0.3);
            sim.expectNothing();
            target(sim, 0.7);
            NewOrder order = sim.expectEvent(NewOrder.class);
            assertEquals(
                    new BigDecimal("0.4"),
                    Decimal.read(order.decoder().quantity()).toBigDecimal());
            assertEquals(99.95, order.limitPrice());
            assertEquals(Algorithm.TWAP, order.algorithm());
            assertEquals(77, order.decoder().endAt());
            assertEquals("XNAS", order.venue());
        }
    }

    @Test
    void shouldSendTheSameIdWhenATargetIsHandledAgain() {
        try (Sim sim = Sim.of(Manager.class)) {
            sim.allowFailures();
            manager(sim).fails = true;
            target(sim, 10);
            target(sim, 25);
            List<String> ids = sim.bus().published().stream()
                    .filter(each -> each.schemaId() == NewOrderEncoder.TEMPLATE_ID)
                    .map(each -> ((NewOrder) each.event()).orderId())
                    .toList();
            assertEquals(2, ids.size(), ids.toString());
            assertNotEquals(ids.get(0), ids.get(1));
            sim.crashPlugin();
            List<String> again = sim.bus().published().stream()
                    .filter(each -> each.schemaId() == NewOrderEncoder.TEMPLATE_ID)
                    .map(each -> ((NewOrder) each.event()).orderId())
                    .toList();
            assertEquals(List.of(ids.get(0), ids.get(1), ids.get(0), ids.get(1)), again);
        }
    }

    @Test
    void shouldNeverHoldWhatIsStillOpenWhenAnOrderIsFilledAndBusted() {
        try (Sim sim = Sim.of(Manager.class)) {
            heard(sim, "o-1", 1, OrderState.OPEN, 0);
            assertEquals(100, working(sim));
            fill(sim, "o-1", "t-1", 40, FillKind.NEW);
            fill(sim, "o-1", "t-1", 40, FillKind.NEW);
            assertEquals(40, held(sim));
            assertEquals(60, working(sim));
            heard(sim, "o-1", 2, OrderState.PARTIALLY_FILLED, 40);
            fill(sim, "o-1", "t-2", 60, FillKind.NEW);
            heard(sim, "o-1", 3, OrderState.FILLED, 100);
            assertEquals(0, working(sim));
            fill(sim, "o-1", "t-2", 60, FillKind.CANCEL);
            heard(sim, "o-1", 4, OrderState.PARTIALLY_FILLED, 40);
            assertEquals(40, held(sim));
            assertEquals(60, working(sim));
        }
    }

    @Test
    void shouldTakeThePositionOfTheKernelBeforeThatOfABook() {
        try (Sim sim = Sim.of(Manager.class)) {
            sim.position("AAPL", 3, 50);
            assertEquals(3, held(sim), "nothing else was heard");
            position(sim, EVENT, 7, BookView.TRADE_DATE);
            sim.position("AAPL", 5, 50);
            position(sim, EVENT, 5, BookView.SETTLED);
            assertEquals(7, held(sim));
        }
    }

    private void position(Sim sim, String topic, double quantity, BookView view) {
        writer.position(buffer, 0, 1, "manager", "XNAS", "AAPL", "USD", quantity, 50);
        new PositionEncoder().wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH).view(view);
        publish(sim, topic, PositionEncoder.TEMPLATE_ID, EventWriter.POSITION);
    }

    @Test
    void shouldWithdrawOnceUntilThatIsRefused() {
        try (Sim sim = Sim.of(Manager.class)) {
            heard(sim, "o-1", 1, OrderState.OPEN, 0);
            WorkingOrder order = manager(sim).order("o-1");
            manager(sim).withdraw(order);
            assertEquals(Publisher.UNCHANGED, manager(sim).withdraw(order));
            sim.run();
            assertEquals("o-1", sim.expectEvent(CancelOrder.class).orderId());
            heard(sim, "o-1", 1, OrderState.OPEN, 0, OrderCause.CANCEL_REFUSED);
            assertTrue(manager(sim).withdraw(order) > 0);
            sim.run();
        }
    }

    @Test
    void shouldCountAnOrderAsOverWhenTheSidecarRefusedIt() {
        try (Sim sim = Sim.of(Manager.class)) {
            sim.allowRefusals();
            sim.bus().latch(true);
            target(sim, 10);
            assertEquals(0, working(sim));
        }
    }

    @Test
    void shouldGoOnWhenItWasKilled() {
        try (Sim sim = Sim.of(Manager.class)) {
            sim.review("o-1", "AAPL", Side.BUY, 500, 50);
            fill(sim, "o-9", "t-1", 40, FillKind.NEW);
            sim.bus().wantSnapshot();
            sim.advance(Duration.ofSeconds(2));
            sim.crashPlugin();
            assertEquals(List.of("o-1"), manager(sim).waiting());
            assertEquals(0, manager(sim).reviews);
            fill(sim, "o-9", "t-1", 40, FillKind.NEW);
            assertEquals(40, held(sim));
            manager(sim).approve(manager(sim).order("o-1"));
            sim.run();
            assertEquals("o-1 2 COMPLIANCE_APPROVED", said(sim).getLast());
        }
    }
}
