package io.meridian.conformance;

import com.google.protobuf.ByteString;
import io.meridian.conformance.stage.Patterns;
import io.meridian.conformance.stage.PlayedPlatform;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.BarEncoder;
import io.meridian.plugin.contract.trading.BarKind;
import io.meridian.plugin.contract.trading.BarSource;
import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.plugin.contract.trading.InsightEncoder;
import io.meridian.plugin.contract.trading.Liquidity;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.ModifyOrderEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TargetPositionEncoder;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.trading.TradeEncoder;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages of the trading schema, as they come to a plugin. */
final class Samples {
    private static final int ROOM = 1_024;
    private static final byte CENTS = 2;

    private Samples() {}

    /** Topics that tell a plugin most, first those that make it act. */
    private static final List<String> USUAL = List.of(
            "platform.data.quote.XNAS.AAPL",
            "platform.data.trade.XNAS.AAPL",
            "platform.data.bar.XNAS.AAPL",
            "platform.signal.insight.kit.AAPL",
            "platform.portfolio.target.p1",
            "platform.oms.command.p1",
            "platform.oms.review.p1",
            "platform.ems.command.p1",
            "platform.ccm.XNAS.command",
            "platform.oms.event.p1",
            "platform.ems.event.p1",
            "platform.ccm.XNAS.event");

    /** A topic that a pattern covers, one with a message of its own when there is such. */
    static String topic(String pattern) {
        return USUAL.stream()
                .filter(each -> Patterns.covers(pattern, each))
                .findFirst()
                .orElseGet(() -> Patterns.example(pattern));
    }

    /** What is usual on a topic of the platform; the text 1 on any other. */
    static Delivery.Builder of(String topic) {
        return of(topic, 10_050);
    }

    /** As the other, at a price of so many cents where there is one. */
    static Delivery.Builder of(String topic, long cents) {
        String[] parts = topic.split("\\.");
        String last = parts[parts.length - 1];
        if (topic.startsWith("platform.data.trade.") && parts.length == 5) {
            return trade(topic, parts[3], last, cents);
        }
        if (topic.startsWith("platform.data.quote.") && parts.length == 5) {
            return quote(topic, parts[3], last, cents);
        }
        if (topic.startsWith("platform.data.bar.") && parts.length == 5) {
            return bar(topic, parts[3], last, cents);
        }
        if (topic.startsWith("platform.signal.insight.")) {
            return insight(topic, parts[3], last);
        }
        if (topic.startsWith("platform.portfolio.target.")) {
            return target(topic, last, "AAPL", 100);
        }
        if (topic.matches("platform\\.(oms|ems)\\.(command|review)\\..*")
                || topic.matches("platform\\.ccm\\.[^.]*\\.command")) {
            return order(topic, "o-1", "AAPL", Side.BUY, 100, 10_000);
        }
        if (topic.matches("platform\\.(oms|ems)\\.event\\..*") || topic.matches("platform\\.ccm\\.[^.]*\\.event")) {
            return fill(topic, "t-1", "o-1", "p1", Side.BUY, 100, 10_000);
        }
        return Delivery.newBuilder()
                .setHead(head(topic, 0).setContentType("text/plain"))
                .setPayload(ByteString.copyFromUtf8("1"));
    }

    static Delivery.Builder quote(String topic, String venue, String symbol, long cents) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ROOM]);
        QuoteEncoder quote = new QuoteEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        quote.tsEvent(now()).tsInit(now()).symbol(symbol).venue(venue).currency("USD");
        decimal(quote.bidPrice(), cents - 1);
        decimal(quote.bidSize(), 10_000);
        decimal(quote.askPrice(), cents + 1);
        decimal(quote.askSize(), 10_000);
        return delivery(topic, QuoteEncoder.TEMPLATE_ID, buffer, quote.encodedLength());
    }

    static Delivery.Builder trade(String topic, String venue, String symbol, long cents) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ROOM]);
        TradeEncoder trade = new TradeEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        trade.tsEvent(now()).tsInit(now()).symbol(symbol).venue(venue).currency("USD");
        trade.tradeId("t-1").aggressor(Side.BUY);
        decimal(trade.price(), cents);
        decimal(trade.size(), 10_000);
        return delivery(topic, TradeEncoder.TEMPLATE_ID, buffer, trade.encodedLength());
    }

    /** A minute that ended now and went up by a part of its price. */
    static Delivery.Builder bar(String topic, String venue, String symbol, long cents) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ROOM]);
        BarEncoder bar = new BarEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        long minuteNs = 60_000_000_000L;
        bar.tsEvent(now()).tsInit(now()).begin(now() - minuteNs).period(minuteNs);
        bar.symbol(symbol)
                .venue(venue)
                .currency("USD")
                .trades(10)
                .kind(BarKind.TIME)
                .source(BarSource.TRADES);
        decimal(bar.openPrice(), cents - 5);
        decimal(bar.highPrice(), cents + 2);
        decimal(bar.lowPrice(), cents - 7);
        decimal(bar.closePrice(), cents);
        decimal(bar.volume(), 100_000);
        absent(bar.averagePrice());
        return delivery(topic, BarEncoder.TEMPLATE_ID, buffer, bar.encodedLength());
    }

    static Delivery.Builder insight(String topic, String model, String symbol) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ROOM]);
        InsightEncoder insight = new InsightEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        insight.tsEvent(now()).tsInit(now()).generatedAt(now()).closeAt(now() + 60_000_000_000L);
        insight.period(60_000_000_000L).symbol(symbol).venue("XNAS").sourceModel(model);
        decimal(insight.magnitude(), 1);
        decimal(insight.confidence(), 80);
        insight.direction(InsightDirection.UP);
        return delivery(topic, InsightEncoder.TEMPLATE_ID, buffer, insight.encodedLength());
    }

    static Delivery.Builder target(String topic, String portfolio, String symbol, long quantity) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ROOM]);
        TargetPositionEncoder target =
                new TargetPositionEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        target.tsEvent(now())
                .tsInit(now())
                .portfolio(portfolio)
                .sourceModel("kit")
                .symbol(symbol);
        target.venue("XNAS").currency("USD");
        decimal(target.quantity(), quantity * 100);
        absent(target.limitPrice());
        return delivery(topic, TargetPositionEncoder.TEMPLATE_ID, buffer, target.encodedLength());
    }

    /** A limit order, for a venue named by the topic when it is one of a venue's. */
    static Delivery.Builder order(String topic, String id, String symbol, Side side, long quantity, long limitCents) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ROOM]);
        NewOrderEncoder order = new NewOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        order.tsEvent(now())
                .tsInit(now())
                .orderId(id)
                .portfolio("p1")
                .sourceModel("kit")
                .symbol(symbol);
        order.venue(topic.startsWith("platform.ccm.") ? topic.split("\\.")[2] : "XNAS")
                .currency("USD");
        decimal(order.quantity(), quantity * 100);
        decimal(order.limitPrice(), limitCents);
        absent(order.stopPrice());
        absent(order.displayQuantity());
        absent(order.participation());
        order.side(side).orderType(OrderType.LIMIT).timeInForce(TimeInForce.DAY).algorithm(Algorithm.DIRECT);
        return delivery(topic, NewOrderEncoder.TEMPLATE_ID, buffer, order.encodedLength());
    }

    static Delivery.Builder cancel(String topic, String id, String requestId, String symbol) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ROOM]);
        CancelOrderEncoder cancel = new CancelOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        cancel.tsEvent(now())
                .tsInit(now())
                .orderId(id)
                .requestId(requestId)
                .portfolio("p1")
                .symbol(symbol);
        cancel.venue("XNAS").note("");
        return delivery(topic, CancelOrderEncoder.TEMPLATE_ID, buffer, cancel.encodedLength());
    }

    /** A change of an order's quantity. */
    static Delivery.Builder modify(String topic, String id, String requestId, String symbol, long quantity) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ROOM]);
        ModifyOrderEncoder modify = new ModifyOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        modify.tsEvent(now()).tsInit(now()).orderId(id).requestId(requestId).portfolio("p1");
        modify.symbol(symbol).venue("XNAS").currency("USD");
        decimal(modify.quantity(), quantity * 100);
        absent(modify.limitPrice());
        absent(modify.stopPrice());
        absent(modify.displayQuantity());
        modify.note("");
        return delivery(topic, ModifyOrderEncoder.TEMPLATE_ID, buffer, modify.encodedLength());
    }

    /** What the kernel or a venue says of an order to buy, of which nothing is filled. */
    static Delivery.Builder orderEvent(
            String topic, String id, long number, long quantity, OrderState state, OrderCause cause) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ROOM]);
        OrderEventEncoder event = new OrderEventEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        event.tsEvent(now()).tsInit(now()).eventNumber(number).orderId(id).portfolio("p1");
        event.symbol("AAPL").venue("XNAS").currency("USD");
        decimal(event.quantity(), quantity * 100);
        decimal(event.filledQuantity(), 0);
        decimal(event.leavesQuantity(), quantity * 100);
        absent(event.averagePrice());
        absent(event.limitPrice());
        absent(event.stopPrice());
        event.side(Side.BUY).previousState(OrderState.CREATED).state(state).cause(cause);
        event.reason("");
        return delivery(topic, OrderEventEncoder.TEMPLATE_ID, buffer, event.encodedLength());
    }

    static Delivery.Builder fill(
            String topic, String tradeId, String orderId, String portfolio, Side side, long quantity, long cents) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ROOM]);
        FillEncoder fill = new FillEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        fill.tsEvent(now())
                .tsInit(now())
                .tradeId(tradeId)
                .orderId(orderId)
                .portfolio(portfolio)
                .symbol("AAPL");
        fill.venue("XNAS").currency("USD");
        decimal(fill.price(), cents);
        decimal(fill.quantity(), quantity * 100);
        fill.side(side).kind(FillKind.NEW).liquidity(Liquidity.TAKER);
        return delivery(topic, FillEncoder.TEMPLATE_ID, buffer, fill.encodedLength());
    }

    private static void decimal(DecimalEncoder decimal, long hundredths) {
        decimal.mantissa(hundredths).scale(CENTS);
    }

    private static void absent(DecimalEncoder decimal) {
        decimal.mantissa(DecimalEncoder.mantissaNullValue()).scale((byte) 0);
    }

    private static Delivery.Builder delivery(String topic, int schema, UnsafeBuffer buffer, int length) {
        byte[] payload = new byte[MessageHeaderEncoder.ENCODED_LENGTH + length];
        buffer.getBytes(0, payload);
        return Delivery.newBuilder().setHead(head(topic, schema)).setPayload(ByteString.copyFrom(payload));
    }

    private static MessageHead.Builder head(String topic, int schema) {
        return MessageHead.newBuilder()
                .setTopic(topic)
                .setSchemaId(schema)
                .setSchemaVersion(1)
                .setTsEvent(now());
    }

    private static long now() {
        return PlayedPlatform.nowNs();
    }
}
