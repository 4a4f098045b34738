package io.meridian.platform.desk;

import io.meridian.bus.Message;
import io.meridian.bus.MessageHandler;
import io.meridian.bus.Verdict;
import io.meridian.kernel.order.Transitions;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.value.Decimal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Orders as the kernel last told of them, the one that was told of last at the end. For one thread. */
final class TradedOrders implements MessageHandler {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderEventDecoder event = new OrderEventDecoder();
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private long heardUntilNs;

    /** An order. @param averagePrice null while nothing is filled */
    record Line(
            String id,
            Instant time,
            String portfolio,
            String venue,
            String symbol,
            String side,
            BigDecimal quantity,
            BigDecimal filled,
            BigDecimal averagePrice,
            OrderState state,
            String reason) {
        /** Whether it can still trade. */
        boolean isOpen() {
            return Transitions.isLive(state);
        }
    }

    @Override
    public Verdict onMessage(Message message) {
        heardUntilNs = message.publishTime();
        if (Schemas.idOf(message.buffer(), message.offset(), message.length()) == OrderEventDecoder.TEMPLATE_ID) {
            event.wrapAndApplyHeader(message.buffer(), message.offset(), header);
            String id = event.orderId();
            Instant time = Instant.EPOCH.plusNanos(event.tsInit());
            Line line = new Line(
                    id,
                    time,
                    event.portfolio(),
                    event.venue(),
                    event.symbol(),
                    event.side().name(),
                    number(event.quantity()),
                    number(event.filledQuantity()),
                    number(event.averagePrice()),
                    event.state(),
                    event.reason());
            lines.remove(id);
            lines.put(id, line);
        }
        return Verdict.ACCEPT;
    }

    private static BigDecimal number(DecimalDecoder decimal) {
        Decimal value = Decimal.readOr(decimal, null);
        return value == null ? null : value.toBigDecimal();
    }

    Collection<Line> lines() {
        return lines.values();
    }

    /** Epoch nanoseconds of the last message. */
    long heardUntilNs() {
        return heardUntilNs;
    }
}
