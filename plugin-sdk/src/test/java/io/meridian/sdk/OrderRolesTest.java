package io.meridian.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.SessionState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.ModifyOrder;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.Placement;
import io.meridian.sdk.test.Sim;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

/** What roles that handle orders know of them: taken on once, numbered, filled exactly, kept across a crash. */
final class OrderRolesTest {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final EventWriter writer = new EventWriter();

    private byte[] written(int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private void order(Sim sim, String topic, String id, double quantity) {
        writer.newOrder(buffer, 0, 1, id, "p", "m", "XPAP", "AAPL", "USD", Side.BUY, quantity, 100);
        sim.publish(topic, NewOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, written(EventWriter.NEW_ORDER));
    }

    private void cancel(Sim sim, String topic, String id, String requestId) {
        writer.cancelOrder(buffer, 0, 1, id, requestId, "p", "XPAP", "AAPL");
        sim.publish(topic, CancelOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, written(EventWriter.CANCEL_ORDER));
    }

    private void fill(Sim sim, String topic, String id, String tradeId, double quantity, double price) {
        writer.fill(buffer, 0, 1, tradeId, id, "p", "XPAP", "AAPL", "USD", Side.BUY, quantity, price);
        sim.publish(topic, FillEncoder.TEMPLATE_ID, EventWriter.VERSION, written(EventWriter.FILL));
    }

    private static List<Long> eventNumbers(Sim sim) {
        return sim.bus().published().stream()
                .filter(each -> each.event() instanceof OrderEvent)
                .map(each -> ((OrderEvent) each.event()).eventNumber())
                .toList();
    }

    @MeridianPlugin(
            id = "venue",
            pool = Pool.CCM,
            subscribes = "platform.ccm.XPAP.command",
            publishes = {"platform.ccm.XPAP.event", "platform.ccm.XPAP.session"},
            state = StatePolicy.SNAPSHOT)
    static final class Venue extends VenueAdapter {
        private int submitted;

        @Override
        protected String venue() {
            return "XPAP";
        }

        @Override
        public void connect() {
            session(SessionState.ACTIVE, "");
        }

        @Override
        public void disconnect() {}

        @Override
        public void submit(NewOrder order) {
            submitted++;
            accepted(order.orderId(), "v-1");
        }

        void trade(String orderId, String tradeId, double quantity, double price) {
            filled(orderId, tradeId, quantity, price);
        }

        @Override
        public void cancel(CancelOrder order) {
            ended(order.orderId(), OrderState.CANCELLED, "");
        }

        @Override
        public void modify(ModifyOrder order) {}
    }

    @Test
    void shouldSubmitOnceAndNumberWhatItSaysWhenAnOrderComesTwice() {
        try (Sim sim = Sim.of(Venue.class)) {
            order(sim, "platform.ccm.XPAP.command", "o-1", 0.3);
            order(sim, "platform.ccm.XPAP.command", "o-1", 0.3);
            Venue venue = (Venue) sim.plugin();
            assertEquals(1, venue.submitted);
            venue.trade("o-1", "t-1", 0.1, 10);
            venue.trade("o-1", "t-2", 0.1, 20);
            venue.trade("o-1", "t-3", 0.1, 30);
            sim.run();
            assertEquals(List.of(1L, 2L, 3L, 4L), eventNumbers(sim));
            OrderEvent last = sim.expectEvent(OrderEvent.class);
            assertEquals(OrderState.FILLED, last.state(), "three tenths are the whole");
            assertEquals(OrderState.PARTIALLY_FILLED, last.previousState());
            assertEquals(20, last.averagePrice());
            assertEquals(0, last.leavesQuantity());
            assertEquals("v-1", last.venueOrderId());
        }
    }

    @Test
    void shouldRefuseACancelWhenTheOrderIsOverAndPassByOneThatItDoesNotKnow() {
        try (Sim sim = Sim.of(Venue.class)) {
            order(sim, "platform.ccm.XPAP.command", "o-1", 10);
            cancel(sim, "platform.ccm.XPAP.command", "nowhere", "c-0");
            cancel(sim, "platform.ccm.XPAP.command", "o-1", "c-1");
            cancel(sim, "platform.ccm.XPAP.command", "o-1", "c-2");
            OrderEvent last = sim.expectEvent(OrderEvent.class);
            assertEquals(OrderState.CANCELLED, last.state());
            assertEquals(OrderCause.CANCEL_REFUSED, last.cause());
            assertEquals("c-2", last.requestId());
            assertEquals(List.of(1L, 2L, 3L), eventNumbers(sim));
        }
    }

    @Test
    void shouldGoOnWithItsOrdersWhenItWasKilled() {
        try (Sim sim = Sim.of(Venue.class)) {
            order(sim, "platform.ccm.XPAP.command", "o-1", 10);
            ((Venue) sim.plugin()).trade("o-1", "t-1", 4, 99.5);
            sim.bus().wantSnapshot();
            sim.advance(java.time.Duration.ofSeconds(2));
            sim.crashPlugin();
            Venue venue = (Venue) sim.plugin();
            order(sim, "platform.ccm.XPAP.command", "o-1", 10);
            assertEquals(0, venue.submitted);
            venue.trade("o-1", "t-2", 6, 99.5);
            sim.run();
            OrderEvent last = sim.expectEvent(OrderEvent.class);
            assertEquals(OrderState.FILLED, last.state());
            assertEquals(3, last.eventNumber());
        }
    }

    @MeridianPlugin(
            id = "splitter",
            pool = Pool.EMS,
            subscribes = {"platform.ems.command.*", "platform.ccm.*.event"},
            publishes = {"platform.ccm.*.command", "platform.ems.event.*"})
    static final class Splitter extends ExecutionRouter {
        private String refusal;

        @Override
        public void onNewOrder(NewOrder command) {
            WorkingOrder order = begin(command);
            place(order, "XPAP", 6, 100);
            place(order, "XTWO", 4, 100);
            try {
                place(order, "XTWO", 1, 100);
            } catch (IllegalArgumentException expected) {
                refusal = expected.getMessage();
            }
        }

        @Override
        public void onOrderEvent(OrderEvent event) {
            follow(event);
        }

        @Override
        public void onFill(Fill fill) {
            filled(fill);
        }
    }

    @Test
    void shouldTellOfTheWholeOrderWhenPartsOfItAreFilled() {
        try (Sim sim = Sim.of(Splitter.class)) {
            order(sim, "platform.ems.command.p", "o-1", 10);
            NewOrder part =
                    (NewOrder) sim.expectPublished("platform.ccm.XTWO.command").event();
            assertEquals("o-1.2", part.orderId());
            assertEquals("o-1", part.parentId());
            assertTrue(((Splitter) sim.plugin()).refusal.contains("it leaves 10.0, of which 10.0 are at venues"));
            assertEquals(PlacementState.SENT, sim.expectEvent(Placement.class).state());

            fill(sim, "platform.ccm.XPAP.event", "o-1.1", "t-1", 6, 50);
            Fill told = (Fill) sim.bus().published().stream()
                    .filter(each -> each.event() instanceof Fill)
                    .findFirst()
                    .orElseThrow()
                    .event();
            assertEquals("o-1", told.orderId());
            assertEquals("o-1.1", told.placementId());
            fill(sim, "platform.ccm.XTWO.event", "o-1.2", "t-1", 4, 60);
            OrderEvent last = sim.expectEvent(OrderEvent.class);
            assertEquals("o-1", last.orderId());
            assertEquals(OrderState.FILLED, last.state());
            assertEquals(54, last.averagePrice());
            assertEquals(2, last.eventNumber());
        }
    }

    @Test
    void shouldKnowNothingOfAnOrderWhenItNeverCame() {
        try (Sim sim = Sim.of(Venue.class)) {
            assertNull(((Venue) sim.plugin()).order("o-1"));
            String text = org.junit.jupiter.api.Assertions.assertThrows(
                            IllegalArgumentException.class, () -> ((Venue) sim.plugin()).trade("o-1", "t", 1, 1))
                    .getMessage();
            assertTrue(text.contains("order=o-1 is not known here"), text);
        }
    }
}
