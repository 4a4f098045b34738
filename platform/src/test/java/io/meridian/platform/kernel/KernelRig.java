package io.meridian.platform.kernel;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Message;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.setting.Settings;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.PositionDecoder;
import io.meridian.plugin.contract.value.Decimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Everybody around a kernel, in one thread: a strategy that orders, an order manager that approves, a router and venue that fill at once, and
 * somebody who follows what the kernel says. Durable, as the plugins are.
 */
final class KernelRig implements AutoCloseable {
    static final String PORTFOLIO = "alpha";

    private final Bus bus;
    private final Map<String, Publisher> publishers = new HashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final TradingMessages messages = new TradingMessages();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NewOrderDecoder newOrder = new NewOrderDecoder();
    private final OrderEventDecoder orderEvent = new OrderEventDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final PositionDecoder position = new PositionDecoder();
    private final Set<String> approved = new HashSet<>();
    private final Set<String> worked = new HashSet<>();
    private final Map<String, Long> eventNumbers = new HashMap<>();
    private final Map<String, OrderState> states = new HashMap<>();
    private final Map<String, Integer> fills = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private Decimal held = Decimal.ZERO;
    private int repeats;

    KernelRig(Settings settings) {
        bus = Bus.open(new BusContext().settings(settings).unrestricted());
        bus.awaitConnected(60_000_000_000L);
        subscribe("platform.oms.review.*", this::onReview);
        subscribe("platform.ems.command.*", this::onOrder);
        subscribe("platform.oms.event.*", this::onEvent);
    }

    private void subscribe(String pattern, io.meridian.bus.MessageHandler handler) {
        subscriptions.add(bus.subscribe(SubscriptionSpec.durable(pattern), handler));
    }

    Bus bus() {
        return bus;
    }

    private Publisher publisher(String topic) {
        return publishers.computeIfAbsent(
                topic,
                name -> bus.publisher(
                        name.startsWith("platform.data.") ? PublisherSpec.fast(name) : PublisherSpec.durable(name)));
    }

    /** Publishes what {@code messages} holds; waits for room. */
    private void send(String topic) {
        UnsafeBuffer bytes = new UnsafeBuffer(messages.bytes());
        long deadlineNs = System.nanoTime() + 60_000_000_000L;
        while (publisher(topic).offer(bytes, 0, bytes.capacity()) < 0) {
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException("no room on topic=" + topic);
            }
            Thread.onSpinWait();
        }
    }

    void define() {
        messages.instrument("AAPL", "XNAS");
        send("platform.data.instrument.XNAS.AAPL");
    }

    void order(String id, String quantity) {
        messages.newOrder(id, PORTFOLIO, "AAPL", "XNAS", quantity);
        send("platform.oms.command." + PORTFOLIO);
    }

    private Verdict onReview(Message message) {
        newOrder.wrapAndApplyHeader(message.buffer(), message.offset(), header);
        String id = newOrder.orderId();
        if (approved.add(id)) {
            messages.report(id, PORTFOLIO, 1, OrderState.PENDING_COMPLIANCE, OrderCause.COMPLIANCE);
            send("platform.oms.report." + PORTFOLIO);
            messages.report(id, PORTFOLIO, 2, OrderState.COMPLIANCE_APPROVED, OrderCause.COMPLIANCE);
            send("platform.oms.report." + PORTFOLIO);
        }
        return Verdict.ACCEPT;
    }

    private Verdict onOrder(Message message) {
        newOrder.wrapAndApplyHeader(message.buffer(), message.offset(), header);
        String id = newOrder.orderId();
        if (worked.add(id)) {
            String quantity = Decimal.read(newOrder.quantity()).toString();
            messages.report(id, PORTFOLIO, 1, OrderState.OPEN, OrderCause.VENUE);
            send("platform.ems.event." + PORTFOLIO);
            messages.fill("t-" + id, id, PORTFOLIO, "AAPL", "XNAS", quantity, "10.00");
            send("platform.ems.event." + PORTFOLIO);
        }
        return Verdict.ACCEPT;
    }

    private Verdict onEvent(Message message) {
        header.wrap(message.buffer(), message.offset());
        switch (header.templateId()) {
            case OrderEventDecoder.TEMPLATE_ID -> {
                orderEvent.wrapAndApplyHeader(message.buffer(), message.offset(), header);
                onOrderEvent(orderEvent.orderId(), orderEvent.eventNumber(), orderEvent.state());
            }
            case FillDecoder.TEMPLATE_ID ->
                fills.merge(
                        fill.wrapAndApplyHeader(message.buffer(), message.offset(), header)
                                .tradeId(),
                        1,
                        Integer::sum);
            case PositionDecoder.TEMPLATE_ID ->
                held = Decimal.read(position.wrapAndApplyHeader(message.buffer(), message.offset(), header)
                        .quantity());
            default -> {
                // Cash and the like.
            }
        }
        return Verdict.ACCEPT;
    }

    private void onOrderEvent(String id, long number, OrderState state) {
        long last = eventNumbers.getOrDefault(id, 0L);
        if (number <= last) {
            repeats++;
        } else if (number > last + 1) {
            problems.add("order " + id + " has event " + number + " after " + last);
        } else {
            eventNumbers.put(id, number);
            states.put(id, state);
        }
    }

    int poll() {
        int work = 0;
        for (Subscription subscription : subscriptions) {
            work += subscription.poll(64);
        }
        for (Publisher publisher : publishers.values()) {
            publisher.confirmed();
        }
        return work;
    }

    OrderState state(String id) {
        return states.get(id);
    }

    long filled() {
        return states.values().stream()
                .filter(state -> state == OrderState.FILLED)
                .count();
    }

    Set<String> trades() {
        return fills.keySet();
    }

    Decimal held() {
        return held;
    }

    List<String> problems() {
        return problems;
    }

    int repeats() {
        return repeats;
    }

    @Override
    public void close() {
        bus.close();
    }
}
