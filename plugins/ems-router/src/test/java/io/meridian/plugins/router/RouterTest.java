package io.meridian.plugins.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.Placement;
import io.meridian.sdk.event.ReportWriter;
import io.meridian.sdk.test.Published;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RouterTest {
    private static final String COMMAND = "platform.ems.command.p1";
    private static final String VENUE = "platform.ccm.XNAS.event";

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final Map<String, Long> numbers = new HashMap<>();
    private Sim sim = Sim.of(Router.class, Map.of("slices", "4"));

    @AfterEach
    void close() {
        sim.close();
    }

    private void publish(String topic, int template, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        sim.publish(topic, template, EventWriter.VERSION, bytes);
    }

    private void order(String id, Algorithm algorithm, long seconds) {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        NewOrderEncoder order = new NewOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        order.orderId(id)
                .portfolio("p1")
                .symbol("AAPL")
                .venue("XNAS")
                .currency("USD")
                .side(Side.BUY);
        order.endAt(sim.clock().nanoTime() + seconds * 1_000_000_000L);
        Decimal.of(100).write(order.quantity());
        Decimal.writeAbsent(order.limitPrice());
        Decimal.writeAbsent(order.stopPrice());
        Decimal.writeAbsent(order.displayQuantity());
        Decimal.parse("0.2").write(order.participation());
        order.orderType(OrderType.MARKET)
                .timeInForce(TimeInForce.DAY)
                .algorithm(algorithm)
                .note("");
        publish(COMMAND, NewOrderEncoder.TEMPLATE_ID, MessageHeaderEncoder.ENCODED_LENGTH + order.encodedLength());
    }

    private void cancel(String id) {
        new EventWriter().cancelOrder(buffer, 0, sim.clock().nanoTime(), id, "c-" + id, "p1", "XNAS", "AAPL");
        publish(COMMAND, CancelOrderEncoder.TEMPLATE_ID, EventWriter.CANCEL_ORDER);
    }

    /** The venue says something of an order. */
    private void venue(String id, double quantity, OrderState state, OrderCause cause, String requestId) {
        int length = new ReportWriter()
                .orderEvent(
                        buffer,
                        0,
                        sim.clock().nanoTime(),
                        new ReportWriter.OrderReportValues(
                                numbers.merge(id, 1L, Long::sum),
                                id,
                                "",
                                "v-" + id.hashCode(),
                                requestId,
                                "p1",
                                "XNAS",
                                "AAPL",
                                "USD",
                                Side.BUY,
                                quantity,
                                0,
                                Double.NaN,
                                Double.NaN,
                                OrderState.NULL_VAL,
                                state,
                                cause,
                                ""));
        publish(VENUE, OrderEventEncoder.TEMPLATE_ID, length);
    }

    private void fill(String id, double quantity, double price) {
        String trade = "t" + numbers.merge("trades", 1L, Long::sum);
        new EventWriter()
                .fill(
                        buffer,
                        0,
                        sim.clock().nanoTime(),
                        trade,
                        id,
                        "p1",
                        "XNAS",
                        "AAPL",
                        "USD",
                        Side.BUY,
                        quantity,
                        price);
        publish(VENUE, FillEncoder.TEMPLATE_ID, EventWriter.FILL);
    }

    /** As a venue that fills all there is at once. */
    private void fillWhole(NewOrder part) {
        venue(part.orderId(), part.quantity(), OrderState.OPEN, OrderCause.VENUE, "");
        fill(part.orderId(), part.quantity(), 100.03);
        venue(part.orderId(), part.quantity(), OrderState.FILLED, OrderCause.FILL, "");
    }

    private List<NewOrder> sent() {
        return events("platform.ccm.", NewOrder.class);
    }

    private <E extends Event> List<E> events(String topic, Class<E> type) {
        return sim.bus().published().stream()
                .filter(message -> message.topic().startsWith(topic))
                .map(Published::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private List<String> said() {
        List<String> said = new ArrayList<>();
        for (OrderEvent event : events("platform.ems.event.", OrderEvent.class)) {
            said.add(event.orderId() + " " + event.state()
                    + (event.requestId().isEmpty() ? "" : " " + event.requestId()));
        }
        return said;
    }

    private List<Double> sizes() {
        return sent().stream().map(NewOrder::quantity).toList();
    }

    @Test
    void shouldSendADirectOrderAsItIsAndSayWhatTheVenueSays() {
        sim.quote("AAPL", 100.00, 100.02);
        order("o1", Algorithm.DIRECT, 0);
        assertEquals("o1", sent().getFirst().orderId());
        fillWhole(sent().getFirst());
        assertEquals(List.of("o1 OPEN", "o1 FILLED"), said());
        assertEquals("o1", events("platform.ems.event.", Fill.class).getFirst().orderId());
        sim.advance(Duration.ofSeconds(2));
        double slippage = sim.bus().lastHeartbeat().getFiguresList().stream()
                .filter(figure -> figure.getName().equals("slippage_bp.last"))
                .findFirst()
                .orElseThrow()
                .getValue();
        // Bought at 100.03 where the middle was 100.01.
        assertEquals(0.02 / 100.01 * 10_000, slippage, 1e-6);
    }

    @Test
    void shouldPassOnACancelThatTheVenueRefuses() {
        order("o1", Algorithm.DIRECT, 0);
        venue("o1", 100, OrderState.OPEN, OrderCause.VENUE, "");
        cancel("o1");
        assertEquals(
                "c-o1", events("platform.ccm.", CancelOrder.class).getFirst().requestId());
        venue("o1", 100, OrderState.OPEN, OrderCause.CANCEL_REFUSED, "c-o1");
        assertEquals(List.of("o1 OPEN", "o1 OPEN c-o1"), said());
    }

    @Test
    void shouldWorkAnOrderInEqualSlices() {
        order("o1", Algorithm.TWAP, 40);
        for (int slice = 0; slice < 4; slice++) {
            assertEquals(slice + 1, sent().size());
            fillWhole(sent().get(slice));
            sim.advance(Duration.ofSeconds(10));
        }
        assertEquals(List.of(25.0, 25.0, 25.0, 25.0), sizes());
        assertEquals("o1 FILLED", said().getLast());
        assertEquals(4, events("platform.ems.event.", Fill.class).size());
        assertTrue(events("platform.ems.event.", Fill.class).stream()
                .allMatch(fill ->
                        fill.orderId().equals("o1") && fill.placementId().startsWith("o1.")));
        assertEquals(
                sent().getFirst().orderId(),
                events("platform.ems.event.", Placement.class).getFirst().placementId());
    }

    @Test
    void shouldCatchUpWithWhatASliceDidNotGet() {
        order("o1", Algorithm.TWAP, 40);
        venue(sent().getFirst().orderId(), 25, OrderState.OPEN, OrderCause.VENUE, "");
        fill(sent().getFirst().orderId(), 5, 100);
        venue(sent().getFirst().orderId(), 25, OrderState.PARTIALLY_FILLED, OrderCause.FILL, "");
        venue(sent().getFirst().orderId(), 25, OrderState.CANCELLED, OrderCause.VENUE, "");
        sim.advance(Duration.ofSeconds(10));
        assertEquals(
                20.0 + 25.0,
                sizes().subList(1, sizes().size()).stream()
                        .mapToDouble(each -> each)
                        .sum());
    }

    @Test
    void shouldEndAnOrderWhenItsTimeIsOver() {
        order("o1", Algorithm.TWAP, 4);
        int seen = 0;
        for (int second = 0; second < 6; second++) {
            for (NewOrder part : sent().subList(seen, sent().size())) {
                venue(part.orderId(), part.quantity(), OrderState.OPEN, OrderCause.VENUE, "");
                venue(part.orderId(), part.quantity(), OrderState.CANCELLED, OrderCause.VENUE, "");
            }
            seen = sent().size();
            sim.advance(Duration.ofSeconds(1));
        }
        for (NewOrder part : sent().subList(seen, sent().size())) {
            venue(part.orderId(), part.quantity(), OrderState.CANCELLED, OrderCause.VENUE, "");
        }
        sim.advance(Duration.ofSeconds(1));
        assertEquals("o1 EXPIRED", said().getLast());
    }

    @Test
    void shouldTakeItsShareOfTheMarket() {
        order("o1", Algorithm.POV, 100);
        assertEquals(List.of(), sizes());
        sim.trade("AAPL", 100, 80);
        sim.advance(Duration.ofSeconds(1));
        assertEquals(List.of(20.0), sizes());
    }

    @Test
    void shouldCancelEveryPartAndThenSaySo() {
        order("o1", Algorithm.TWAP, 40);
        NewOrder part = sent().getFirst();
        venue(part.orderId(), 25, OrderState.OPEN, OrderCause.VENUE, "");
        cancel("o1");
        assertEquals(
                part.orderId(),
                events("platform.ccm.", CancelOrder.class).getFirst().orderId());
        assertEquals(List.of("o1 OPEN"), said());
        venue(part.orderId(), 25, OrderState.CANCELLED, OrderCause.VENUE, "c-o1");
        assertEquals(List.of("o1 OPEN", "o1 CANCELLED c-o1"), said());
        sim.advance(Duration.ofSeconds(40));
        assertEquals(1, sent().size());
    }

    @Test
    void shouldNeitherLoseNorDoubleASliceWhenItCrashes() {
        order("o1", Algorithm.TWAP, 40);
        fillWhole(sent().getFirst());
        sim.crashPlugin();
        sim.advance(Duration.ofSeconds(10));
        assertEquals(2, sent().stream().map(NewOrder::orderId).distinct().count());
        fillWhole(sent().getLast());
        sim.advance(Duration.ofSeconds(10));
        fillWhole(sent().getLast());
        sim.advance(Duration.ofSeconds(10));
        fillWhole(sent().getLast());
        Map<String, Double> byId = new HashMap<>();
        sent().forEach(part -> byId.put(part.orderId(), part.quantity()));
        assertEquals(100, byId.values().stream().mapToDouble(each -> each).sum());
        assertEquals("o1 FILLED", said().getLast());
    }
}
