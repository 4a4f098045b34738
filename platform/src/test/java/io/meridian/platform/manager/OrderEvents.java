package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimals;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;

/** Tells of orders as the kernel does. */
final class OrderEvents {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    private final Map<String, Publisher> publishers = new HashMap<>();
    private final Bus bus;

    OrderEvents(Bus bus) {
        this.bus = bus;
    }

    void tell(String portfolio, String id, String venue, OrderState state) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
        OrderEventEncoder m = new OrderEventEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.orderId(id).portfolio(portfolio).venue(venue).eventNumber(1).side(Side.BUY);
        m.previousState(OrderState.NULL_VAL).state(state).cause(OrderCause.NULL_VAL);
        for (DecimalEncoder absent : new DecimalEncoder[] {
            m.quantity(), m.filledQuantity(), m.leavesQuantity(), m.averagePrice(), m.limitPrice(), m.stopPrice()
        }) {
            absent.mantissa(Decimals.ABSENT).scale((byte) 0);
        }
        m.reason("");
        Publisher publisher = publishers.computeIfAbsent(
                portfolio, name -> bus.publisher(PublisherSpec.durable("platform.oms.event." + name)));
        assertTrue(publisher.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + m.encodedLength()) > 0);
        assertTrue(publisher.drain(PATIENCE_NS));
    }
}
