package io.meridian.plugins.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.InstrumentStatusEncoder;
import io.meridian.plugin.contract.trading.Liquidity;
import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.ModifyOrderEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.SessionState;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.SessionStatus;
import io.meridian.sdk.test.Published;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PaperVenueTest {
    private static final String COMMAND = "platform.ccm.XNAS.command";

    private Sim sim = Sim.of(PaperVenue.class);

    @AfterEach
    void close() {
        sim.close();
    }

    private void with(String... settings) {
        sim.close();
        Map<String, String> map = new java.util.TreeMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        sim = Sim.of(PaperVenue.class, map);
    }

    private void order(Orders order) {
        sim.publish(COMMAND, NewOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, order.bytes());
    }

    private void cancel(String id) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
        new EventWriter().cancelOrder(buffer, 0, sim.clock().nanoTime(), id, "c-" + id, "p1", "XNAS", "AAPL");
        byte[] bytes = new byte[EventWriter.CANCEL_ORDER];
        buffer.getBytes(0, bytes);
        sim.publish(COMMAND, CancelOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, bytes);
    }

    private void modify(String id, String quantity, String limit) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
        ModifyOrderEncoder modify = new ModifyOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        modify.orderId(id).requestId("m-" + id).portfolio("p1").symbol("AAPL").venue("XNAS");
        Decimal.parse(quantity).write(modify.quantity());
        if (limit == null) {
            Decimal.writeAbsent(modify.limitPrice());
        } else {
            Decimal.parse(limit).write(modify.limitPrice());
        }
        Decimal.writeAbsent(modify.stopPrice());
        Decimal.writeAbsent(modify.displayQuantity());
        modify.note("");
        byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + modify.encodedLength()];
        buffer.getBytes(0, bytes);
        sim.publish(COMMAND, ModifyOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, bytes);
    }

    private void status(MarketPhase phase) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
        InstrumentStatusEncoder status =
                new InstrumentStatusEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        status.symbol("AAPL").venue("XNAS").phase(phase).reason("");
        byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + status.encodedLength()];
        buffer.getBytes(0, bytes);
        sim.publish("platform.data.status.XNAS.AAPL", InstrumentStatusEncoder.TEMPLATE_ID, EventWriter.VERSION, bytes);
    }

    /** What the venue has said of orders since it began: states, and fills as quantity at price. */
    private List<String> said() {
        List<String> said = new ArrayList<>();
        for (Published message : sim.bus().published()) {
            Event event = message.event();
            if (event instanceof OrderEvent order) {
                said.add(order.orderId() + " " + order.state()
                        + (order.reason().isEmpty() ? "" : ": " + order.reason()));
            } else if (event instanceof Fill fill) {
                said.add(fill.orderId() + " " + text(fill.quantity()) + "@" + text(fill.price()));
            }
        }
        return said;
    }

    private static String text(double number) {
        return new java.math.BigDecimal(Double.toString(number))
                .stripTrailingZeros()
                .toPlainString();
    }

    private List<Fill> fills() {
        return sim.bus().published().stream()
                .map(Published::event)
                .filter(Fill.class::isInstance)
                .map(Fill.class::cast)
                .toList();
    }

    @Test
    void shouldFillAMarketOrderAtTheOffer() {
        sim.quote("AAPL", 100.01, 500, 100.03, 300);
        order(Orders.buy("o1", "200"));
        assertEquals(List.of("o1 OPEN", "o1 200@100.03", "o1 FILLED"), said());
        assertEquals(Liquidity.TAKER, fills().getFirst().liquidity());
    }

    @Test
    void shouldFillNoMoreThanTheMarketShows() {
        sim.quote("AAPL", 100.01, 500, 100.03, 300);
        order(Orders.buy("o1", "500"));
        assertEquals(List.of("o1 OPEN", "o1 300@100.03", "o1 PARTIALLY_FILLED"), said());
        order(Orders.buy("o2", "10").force(TimeInForce.IMMEDIATE_OR_CANCEL));
        assertEquals(
                List.of("o2 OPEN", "o2 CANCELLED: there was no more to trade with, and it may not wait"),
                said().subList(3, 5));
        sim.quote("AAPL", 100.02, 500, 100.05, 1000);
        assertEquals(List.of("o1 200@100.05", "o1 FILLED"), said().subList(5, 7));
    }

    @Test
    void shouldQueueBehindWhatWasThereBefore() {
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        order(Orders.buy("o1", "100").limit("100.00"));
        sim.trade("AAPL", 100.00, 200);
        assertEquals(List.of("o1 OPEN"), said());
        sim.trade("AAPL", 100.00, 150);
        assertEquals(List.of("o1 50@100", "o1 PARTIALLY_FILLED"), said().subList(1, 3));
        assertEquals(Liquidity.MAKER, fills().getFirst().liquidity());
        sim.quote("AAPL", 99.98, 300, 99.99, 300);
        assertEquals(List.of("o1 50@100", "o1 FILLED"), said().subList(3, 5));
    }

    @Test
    void shouldTriggerAStopWhenTheMarketTradesThere() {
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        order(Orders.sell("o1", "100").stop("99.50"));
        sim.quote("AAPL", 99.55, 300, 99.60, 300);
        assertEquals(List.of("o1 OPEN"), said());
        sim.trade("AAPL", 99.50, 10);
        sim.quote("AAPL", 99.45, 300, 99.52, 300);
        assertEquals(List.of("o1 OPEN", "o1 100@99.55", "o1 FILLED"), said());
    }

    @Test
    void shouldKeepExactNumbers() {
        sim.quote("AAPL", 0.1, 0.1, 0.3, 0.1);
        order(Orders.buy("o1", "0.3"));
        sim.quote("AAPL", 0.1, 0.1, 0.3, 0.2);
        assertEquals(List.of("o1 OPEN", "o1 0.1@0.3", "o1 PARTIALLY_FILLED", "o1 0.2@0.3", "o1 FILLED"), said());
    }

    @Test
    void shouldCancelAndModify() {
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        order(Orders.buy("o1", "100").limit("99.90"));
        modify("o1", "50", "99.95");
        cancel("o1");
        cancel("o1");
        assertEquals(List.of("o1 OPEN", "o1 OPEN", "o1 CANCELLED", "o1 CANCELLED: it is over already"), said());
        order(Orders.buy("o2", "100").limit("99.90"));
        modify("o2", "100", "100.05");
        assertEquals(List.of("o2 OPEN", "o2 OPEN", "o2 100@100.05", "o2 FILLED"), last(said(), 4));
    }

    private static List<String> last(List<String> all, int count) {
        return all.subList(all.size() - count, all.size());
    }

    @Test
    void shouldRejectWhatItCannotTake() {
        order(Orders.buy("o1", "100"));
        assertTrue(said().getFirst().startsWith("o1 REJECTED: there is no market data of AAPL"), said().toString());
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        order(Orders.buy("o2", "100").limit("100.05").postOnly());
        order(Orders.buy("o3", "100").limit("100.05").display("10"));
        order(Orders.buy("o4", "0.0000000001"));
        assertEquals("o2 REJECTED: the order may not take, and would", said().get(1));
        assertTrue(said().get(2).startsWith("o3 REJECTED: the venue shows every order whole"), said().toString());
        assertTrue(said().get(3).startsWith("o4 REJECTED: a price or quantity has more than 8"), said().toString());
    }

    @Test
    void shouldNotTradeWithAnOrderOfTheSamePortfolio() {
        sim.quote("AAPL", 100.00, 300, 100.50, 300);
        order(Orders.sell("o1", "100").limit("100.20"));
        order(Orders.buy("o2", "100").limit("100.20"));
        assertEquals(
                List.of("o1 OPEN", "o2 OPEN", "o2 CANCELLED: it would have traded with an order of the same portfolio"),
                said());
    }

    @Test
    void shouldTakeAsLongAsTheSettingSays() {
        with("latency", "5ms");
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        order(Orders.buy("o1", "100"));
        assertEquals(List.of(), said());
        sim.advance(Duration.ofMillis(4));
        sim.quote("AAPL", 100.10, 300, 100.15, 300);
        assertEquals(List.of(), said());
        sim.advance(Duration.ofMillis(1));
        assertEquals(List.of("o1 OPEN", "o1 100@100.15", "o1 FILLED"), said());
    }

    @Test
    void shouldChargeFees() {
        with("takerFee", "0.001", "makerFee", "-0.0005");
        sim.quote("AAPL", 100.00, 300, 100.00, 0);
        order(Orders.sell("o1", "100"));
        order(Orders.buy("o2", "100").limit("99.00"));
        sim.trade("AAPL", 98.00, 1000);
        assertEquals(10.0, fills().get(0).fee());
        assertEquals(-4.95, fills().get(1).fee());
    }

    @Test
    void shouldExpireOrdersWhenTheirTimeIsOver() {
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        order(Orders.buy("o1", "100").limit("99.00").expireAt(sim.clock().nanoTime() + 1_000_000_000L));
        order(Orders.buy("o2", "100").limit("99.00"));
        order(Orders.buy("o3", "100").limit("99.00").force(TimeInForce.GOOD_TILL_CANCEL));
        sim.advance(Duration.ofSeconds(2));
        assertEquals("o1 EXPIRED: its time is over", said().get(3));
        status(MarketPhase.CLOSED);
        assertEquals(List.of("o2 EXPIRED: the day is over"), said().subList(4, said().size()));
    }

    @Test
    void shouldOpenByAnAuction() {
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        status(MarketPhase.HALTED);
        order(Orders.buy("o1", "100"));
        assertEquals(List.of("o1 OPEN"), said());
        sim.quote("AAPL", 101.00, 300, 101.05, 300);
        status(MarketPhase.OPEN);
        assertEquals(List.of("o1 100@101.05", "o1 FILLED"), said().subList(1, 3));
    }

    @Test
    void shouldTradeOnBarsAlone() {
        sim.bar("AAPL", 100, 101, 99, 100.5, 10_000);
        order(Orders.buy("o1", "100"));
        order(Orders.buy("o2", "100").limit("99.50"));
        order(Orders.sell("o3", "100").limit("105"));
        assertEquals(List.of("o1 OPEN", "o2 OPEN", "o3 OPEN"), said());
        sim.bar("AAPL", 100.7, 101, 99.2, 100, 10_000);
        assertEquals(
                List.of("o1 100@100.7", "o1 FILLED", "o2 100@99.5", "o2 FILLED"), said().subList(3, said().size()));
    }

    @Test
    void shouldGoOnWithItsOrdersAfterACrash() {
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        order(Orders.buy("o1", "400"));
        order(Orders.buy("o2", "100").limit("99.00"));
        sim.crashPlugin();
        sim.quote("AAPL", 98.00, 300, 98.50, 1000);
        List<String> after =
                said().stream().filter(each -> each.contains("@98")).toList();
        assertEquals(List.of("o1 100@98.5"), after);
        assertTrue(said().contains("o2 100@99"), said().toString());
        assertEquals(
                3,
                fills().stream()
                        .map(fill -> fill.orderId() + fill.tradeId())
                        .distinct()
                        .count(),
                said().toString());
    }

    @Test
    void shouldRejectWhileTheSessionIsBroken() {
        with("disconnectEvery", "10s", "disconnectFor", "2s", "cancelOnDisconnect", "true");
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        order(Orders.buy("o1", "100").limit("99.00"));
        sim.advance(Duration.ofSeconds(12));
        order(Orders.buy("o2", "100"));
        assertEquals(
                List.of(
                        "o1 OPEN",
                        "o1 CANCELLED",
                        "o2 REJECTED: the session with the venue is broken; send it again when it is back"),
                said());
        sim.advance(Duration.ofSeconds(2));
        List<SessionState> states = sim.bus().published().stream()
                .map(Published::event)
                .filter(SessionStatus.class::isInstance)
                .map(event -> ((SessionStatus) event).state())
                .toList();
        assertEquals(
                List.of(SessionState.CONNECTING, SessionState.ACTIVE, SessionState.DISCONNECTED, SessionState.ACTIVE),
                states);
    }

    @Test
    void shouldKeepCountOfAnOrderThatTradesWhileItIsChanged() {
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        order(Orders.buy("o1", "500").limit("99.90"));
        modify("o1", "500", "100.05");
        sim.quote("AAPL", 100.00, 300, 100.05, 1000);
        sim.quote("AAPL", 100.00, 300, 100.04, 1000);
        assertEquals(
                List.of("o1 OPEN", "o1 OPEN", "o1 300@100.05", "o1 PARTIALLY_FILLED", "o1 200@100.05", "o1 FILLED"),
                said());
    }

    @Test
    void shouldTakeAnOrderForFilledThatIsChangedToLessThanItHas() {
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        order(Orders.buy("o1", "500").limit("100.05"));
        modify("o1", "200", null);
        cancel("o1");
        assertEquals(List.of("o1 FILLED", "o1 FILLED: it is over already"), last(said(), 2));
        sim.quote("AAPL", 100.00, 300, 100.05, 1000);
        assertEquals(1, fills().size());
    }

    @Test
    void shouldNotWaitForAStopPriceAgainAfterACrash() {
        sim.quote("AAPL", 99.60, 300, 99.70, 300);
        order(Orders.sell("o1", "400").stop("99.50"));
        sim.trade("AAPL", 99.50, 10);
        assertEquals(List.of("o1 OPEN", "o1 290@99.6", "o1 PARTIALLY_FILLED"), said());
        sim.bus().wantSnapshot();
        sim.advance(Duration.ofSeconds(2));
        sim.crashPlugin();
        sim.quote("AAPL", 100.20, 1000, 100.30, 1000);
        assertEquals(List.of("o1 110@100.2", "o1 FILLED"), last(said(), 2));
    }

    @Test
    void shouldLetNoCancelOvertakeItsOrder() {
        with("latency", "1ms", "jitter", "50ms");
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            order(Orders.buy("o" + i, "100").limit("99.00"));
            cancel("o" + i);
            expected.add("o" + i + " OPEN");
            expected.add("o" + i + " CANCELLED");
        }
        sim.advance(Duration.ofSeconds(1));
        assertEquals(expected, said());
    }

    @Test
    void shouldBringInWhatWasOnItsWayWhenItWasKilled() {
        with("latency", "5s");
        sim.quote("AAPL", 100.00, 300, 100.05, 300);
        order(Orders.buy("o1", "100").limit("99.00"));
        sim.bus().wantSnapshot();
        sim.advance(Duration.ofSeconds(2));
        sim.crashPlugin();
        sim.advance(Duration.ofSeconds(5));
        assertEquals(List.of("o1 OPEN"), said());
    }

    @Test
    void shouldFillNoMoreThanABarTraded() {
        sim.bar("AAPL", 100, 101, 99, 100.5, 10_000);
        order(Orders.buy("o1", "250"));
        order(Orders.buy("o2", "100").limit("99.50"));
        sim.bar("AAPL", 100.7, 101, 99.2, 100, 200);
        assertEquals(List.of("o1 200@100.7", "o1 PARTIALLY_FILLED"), said().subList(2, said().size()));
        sim.bar("AAPL", 100.8, 101, 99.2, 100, 200);
        assertEquals(List.of("o1 50@100.8", "o1 FILLED", "o2 100@99.5", "o2 FILLED"), last(said(), 4));
    }
}
