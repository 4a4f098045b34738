package io.meridian.platform.watch;

import io.meridian.bus.Message;
import io.meridian.bus.MessageHandler;
import io.meridian.bus.Verdict;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.MoneyDecoder;
import io.meridian.plugin.contract.trading.NetAssetValueDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.PositionDecoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What is traded: orders and fills as the kernel tells them, positions and values as the book does. Few messages, from two subscriptions. */
final class TradingMeter implements MessageHandler {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderEventDecoder order = new OrderEventDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final PositionDecoder position = new PositionDecoder();
    private final NetAssetValueDecoder value = new NetAssetValueDecoder();
    private final AtomicLong orders = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong fills = new AtomicLong();
    private final Map<String, Snapshot.Holding> holdings = new ConcurrentSkipListMap<>();
    private final Map<String, Snapshot.Book> books = new ConcurrentSkipListMap<>();

    @Override
    public synchronized Verdict onMessage(Message message) {
        int template = Schemas.idOf(message.buffer(), message.offset(), message.length());
        boolean fromBook = message.topic().name().startsWith("platform.bor.");
        switch (template) {
            case OrderEventDecoder.TEMPLATE_ID ->
                told(order.wrapAndApplyHeader(message.buffer(), message.offset(), header));
            case FillDecoder.TEMPLATE_ID -> {
                fill.wrapAndApplyHeader(message.buffer(), message.offset(), header);
                fills.incrementAndGet();
            }
            case PositionDecoder.TEMPLATE_ID -> {
                if (fromBook) {
                    held(position.wrapAndApplyHeader(message.buffer(), message.offset(), header));
                }
            }
            case NetAssetValueDecoder.TEMPLATE_ID -> {
                value.wrapAndApplyHeader(message.buffer(), message.offset(), header);
                books.put(
                        value.portfolio(),
                        new Snapshot.Book(
                                value.portfolio(),
                                value.value().currency(),
                                number(value.value()),
                                number(value.cash()),
                                number(value.grossExposure())));
            }
            default -> {
                // Of no interest to a view.
            }
        }
        return Verdict.ACCEPT;
    }

    private void told(OrderEventDecoder event) {
        switch (event.state()) {
            case CREATED -> orders.incrementAndGet();
            case REJECTED, COMPLIANCE_REJECTED -> refused.incrementAndGet();
            default -> {
                // On its way.
            }
        }
    }

    private void held(PositionDecoder now) {
        holdings.put(
                now.portfolio() + " " + now.symbol(),
                new Snapshot.Holding(
                        now.portfolio(),
                        now.symbol(),
                        number(now.quantity()),
                        number(now.averagePrice()),
                        number(now.marketPrice()),
                        number(now.realisedGain()) + number(now.unrealisedGain()) - number(now.fees())));
    }

    private static double number(DecimalDecoder decimal) {
        return decimal.mantissa() == DecimalDecoder.mantissaNullValue()
                ? Double.NaN
                : decimal.mantissa() / Math.pow(10, decimal.scale());
    }

    private static double number(MoneyDecoder money) {
        return money.mantissa() == MoneyDecoder.mantissaNullValue()
                ? Double.NaN
                : money.mantissa() / Math.pow(10, money.scale());
    }

    Snapshot.Trading read() {
        return new Snapshot.Trading(
                orders.get(), refused.get(), fills.get(), List.copyOf(holdings.values()), List.copyOf(books.values()));
    }
}
