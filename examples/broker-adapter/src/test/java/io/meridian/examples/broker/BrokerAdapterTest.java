package io.meridian.examples.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.SessionState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.SessionStatus;
import io.meridian.sdk.test.Published;
import io.meridian.sdk.test.Sim;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter beside a broker that can be cut off at the worst moments. */
final class BrokerAdapterTest {
    private static final String COMMANDS = "platform.ccm.XBRK.command";

    private final EventWriter writer = new EventWriter();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final PracticeBroker broker = new PracticeBroker();
    private Sim sim;

    @BeforeEach
    void start() {
        sim = Sim.of(BrokerAdapter.class, () -> new BrokerAdapter(broker));
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    private byte[] written(int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private void order(String id, double quantity, double limit) {
        writer.newOrder(buffer, 0, 1, id, "p", "m", "XBRK", "AAPL", "USD", Side.BUY, quantity, limit);
        sim.publish(COMMANDS, NewOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, written(EventWriter.NEW_ORDER));
    }

    private void cancel(String id, String requestId) {
        writer.cancelOrder(buffer, 0, 1, id, requestId, "p", "XBRK", "AAPL");
        sim.publish(COMMANDS, CancelOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, written(EventWriter.CANCEL_ORDER));
    }

    private void trade(String id, double quantity, double price) {
        broker.trade(id, quantity, price);
        sim.run();
    }

    private void cut() {
        broker.breakConnection();
        sim.run();
    }

    private void reconnect() {
        sim.advance(Duration.ofSeconds(1));
    }

    private OrderEvent lastEvent() {
        return sim.expectEvent(OrderEvent.class);
    }

    private SessionState session() {
        return sim.expectEvent(SessionStatus.class).state();
    }

    private List<String> trades() {
        return sim.bus().published().stream()
                .map(Published::event)
                .filter(Fill.class::isInstance)
                .map(event -> ((Fill) event).tradeId())
                .toList();
    }

    @Test
    void shouldPlaceExactlyWhatWasOrderedAndTellWhatTheBrokerSays() {
        assertEquals(SessionState.ACTIVE, session());
        order("o-1", 0.3, 100.1);
        assertEquals(
                new Broker.Ticket("o-1", "AAPL", Side.BUY, new BigDecimal("0.3"), new BigDecimal("100.1")),
                broker.ticket("o-1"));
        assertEquals("b-1", lastEvent().venueOrderId());
        trade("o-1", 0.1, 100);
        trade("o-1", 0.2, 99);
        assertEquals(OrderState.FILLED, lastEvent().state());
        assertEquals(List.of("t-2", "t-3"), trades());
    }

    @Test
    void shouldTellAFillOnceWhenTheBrokerTellsItTwice() {
        order("o-1", 10, 100);
        trade("o-1", 4, 100);
        broker.repeat();
        sim.run();
        assertEquals(List.of("t-2"), trades());
        assertEquals(4, lastEvent().filledQuantity());
    }

    @Test
    void shouldTellWhatItMissedWhenItIsConnectedAgain() {
        order("o-1", 10, 100);
        cut();
        assertEquals(SessionState.DISCONNECTED, session());
        trade("o-1", 10, 100);
        assertEquals(List.of(), trades());
        reconnect();
        assertEquals(List.of("t-2"), trades());
        assertEquals(OrderState.FILLED, lastEvent().state());
        assertEquals(SessionState.ACTIVE, session());
    }

    @Test
    void shouldRejectAnOrderWhenTheBrokerNeverGotItAndGoOnWithOneThatItGot() {
        broker.loseAnswers(true);
        order("arrived", 10, 100);
        broker.loseOrders(true);
        order("lost", 10, 100);
        sim.expectCount("platform.ccm.XBRK.event", 0);
        cut();
        broker.loseAnswers(false);
        broker.loseOrders(false);
        reconnect();
        List<String> told = sim.bus().published().stream()
                .map(Published::event)
                .filter(OrderEvent.class::isInstance)
                .map(event -> ((OrderEvent) event).orderId() + " " + ((OrderEvent) event).state())
                .sorted()
                .toList();
        assertEquals(List.of("arrived OPEN", "lost REJECTED"), told);
    }

    @Test
    void shouldTakeNoOrderWhileItIsNotConnected() {
        cut();
        order("o-1", 10, 100);
        assertEquals(OrderState.REJECTED, lastEvent().state());
        assertTrue(lastEvent().reason().contains("DISCONNECTED"), lastEvent().reason());
        reconnect();
        assertNull(broker.ticket("o-1"));
    }

    @Test
    void shouldRefuseACancelWhenItDidNotReachTheBroker() {
        order("o-1", 10, 100);
        broker.loseOrders(true);
        cancel("o-1", "c-1");
        cut();
        broker.loseOrders(false);
        reconnect();
        OrderEvent answer = lastEvent();
        assertEquals(OrderCause.CANCEL_REFUSED, answer.cause());
        assertEquals("c-1", answer.requestId());
        assertEquals(OrderState.OPEN, answer.state());
        cancel("o-1", "c-2");
        assertEquals(OrderState.CANCELLED, lastEvent().state());
    }

    @Test
    void shouldNotRefuseACancelWhenOnlyItsAnswerWasLost() {
        order("o-1", 10, 100);
        broker.loseAnswers(true);
        cancel("o-1", "c-1");
        cut();
        broker.loseAnswers(false);
        reconnect();
        assertEquals(OrderState.CANCELLED, lastEvent().state());
        assertEquals(OrderCause.VENUE, lastEvent().cause());
    }

    @Test
    void shouldPlaceAnOrderOnceAndLoseNoFillWhenItIsKilledBeforeItsStateIsSaved() {
        order("o-1", 10, 100);
        trade("o-1", 4, 100);
        // No snapshot was taken: the new instance knows nothing, and gets the command again.
        sim.crashPlugin();
        trade("o-1", 6, 100);
        assertEquals(1, broker.placed());
        assertEquals(OrderState.FILLED, lastEvent().state());
        assertEquals(10, lastEvent().filledQuantity());
        assertEquals(List.of("t-2", "t-2", "t-3"), trades(), "told again, under the same id");
    }

    @Test
    void shouldNotRejectAnOrderThatComesAgainAfterACrashWhileTheBrokerIsAway() {
        order("o-1", 10, 100);
        sim.expectCount("platform.ccm.XBRK.event", 1);
        broker.beAway(true);
        sim.crashPlugin();
        assertEquals(SessionState.DISCONNECTED, session());
        sim.expectCount("platform.ccm.XBRK.event", 1);
        broker.beAway(false);
        sim.advance(Duration.ofSeconds(30));
        assertEquals(OrderState.OPEN, lastEvent().state());
        assertEquals(1, broker.placed());
    }

    @Test
    void shouldGoOnFromItsSnapshotWhenItIsKilledLater() {
        order("o-1", 10, 100);
        trade("o-1", 4, 100);
        sim.bus().wantSnapshot();
        sim.advance(Duration.ofSeconds(2));
        sim.crashPlugin();
        trade("o-1", 6, 100);
        assertEquals(List.of("t-2", "t-3"), trades());
        assertEquals(OrderState.FILLED, lastEvent().state());
    }

    @Test
    void shouldTryLessAndLessOftenWhileTheBrokerIsAway() {
        broker.beAway(true);
        int before = broker.attempts();
        cut();
        sim.advance(Duration.ofSeconds(1 + 2 + 4 + 8 + 16 + 30));
        assertEquals(6, broker.attempts() - before);
        assertEquals(SessionState.DISCONNECTED, session());
        broker.beAway(false);
        sim.advance(Duration.ofSeconds(30));
        assertEquals(SessionState.ACTIVE, session());
    }
}
