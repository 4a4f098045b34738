package io.meridian.plugins.compliance;

import io.meridian.kernel.Kernel;
import io.meridian.kernel.KernelOptions;
import io.meridian.kernel.Refusal;
import io.meridian.kernel.hub.KernelHub;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.ModifyOrderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.ReportWriter;
import io.meridian.sdk.test.Published;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The kernel itself, in place of the simulated venue: what the manager says goes to it, and what it says to the manager. */
final class RealKernel {
    private static final String P = World.PORTFOLIO;

    private final World world;
    private final KernelHub hub;
    private final Deque<Said> said = new ArrayDeque<>();
    private final List<Event> execution = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final EventWriter events = new EventWriter();
    private int seen;
    private long now = 1;

    private record Said(String topic, int template, byte[] bytes) {}

    RealKernel(World world) {
        this.world = world;
        world.sim.venue().away(true);
        hub = new KernelHub(
                sink -> new Kernel(new KernelOptions(64, 64, 64), sink),
                (from, offset, length) -> {},
                (topic, template, from, offset, length) -> {
                    byte[] bytes = new byte[length];
                    from.getBytes(offset, bytes);
                    said.add(new Said(topic, template, bytes));
                });
        world.kernel((topic, bytes) -> {
            if (topic.startsWith("platform.data.instrument.")) {
                hub.take(topic, ++now, new UnsafeBuffer(bytes), 0, bytes.length);
            }
            run();
        });
    }

    /** Lets the two speak until neither has more to say. */
    void run() {
        List<Published> published = world.sim.bus().published();
        while (seen < published.size() || !said.isEmpty()) {
            while (seen < published.size()) {
                Published message = published.get(seen++);
                byte[] bytes = message.payload();
                long answer = hub.take(message.topic(), ++now, new UnsafeBuffer(bytes), 0, bytes.length);
                if (answer < 0) {
                    refused.add(message.topic() + " " + Refusal.of(answer));
                }
            }
            while (!said.isEmpty()) {
                Said next = said.remove();
                world.sim.publish(next.topic(), next.template(), EventWriter.VERSION, next.bytes());
                if (next.topic().startsWith("platform.ems.command.")) {
                    execution.add(world.sim.bus().record().getLast().event());
                }
            }
            published = world.sim.bus().published();
        }
    }

    private static String text(Event event) {
        return switch (event) {
            case NewOrder order -> order.side() + " " + order.quantity() + " " + order.algorithm();
            case CancelOrder cancel -> "cancel";
            default -> event.getClass().getSimpleName();
        };
    }

    /** What was handed to execution. */
    List<String> execution() {
        return execution.stream().map(RealKernel::text).toList();
    }

    /** As {@link #execution()}, as it came. */
    List<Event> handed() {
        return execution;
    }

    /** What of the manager's words the kernel did not take. */
    List<String> refused() {
        return refused;
    }

    /** The last word of an order. */
    OrderEvent last(String orderId) {
        return world.sim.bus().record().stream()
                .filter(each -> each.topic().startsWith("platform.oms.event."))
                .map(Published::event)
                .filter(each ->
                        each instanceof OrderEvent order && order.orderId().equals(orderId))
                .map(OrderEvent.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void take(String topic, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        hub.take(topic + P, ++now, new UnsafeBuffer(bytes), 0, length);
        run();
    }

    /** Somebody who owns the portfolio orders. */
    void wish(String id, Side side, double quantity, double limit) {
        events.newOrder(buffer, 0, now, id, P, "", "XNAS", "AAPL", "USD", side, quantity, limit);
        take("platform.oms.command.", EventWriter.NEW_ORDER);
    }

    void modify(String id, String request, long quantity) {
        ModifyOrderEncoder modify = new ModifyOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        modify.tsEvent(now)
                .tsInit(now)
                .expireAt(0)
                .orderId(id)
                .requestId(request)
                .portfolio(P);
        modify.symbol("AAPL").venue("XNAS").currency("").account("");
        Decimal.of(quantity).write(modify.quantity());
        Decimal.writeAbsent(modify.limitPrice());
        Decimal.writeAbsent(modify.stopPrice());
        Decimal.writeAbsent(modify.displayQuantity());
        modify.note("");
        take("platform.oms.command.", MessageHeaderEncoder.ENCODED_LENGTH + modify.encodedLength());
    }

    void fill(String orderId, String trade, Side side, double quantity) {
        events.fill(buffer, 0, now, trade, orderId, P, "XNAS", "AAPL", "USD", side, quantity, 100);
        take("platform.ems.event.", EventWriter.FILL);
    }

    void execution(NewOrder order, OrderState state) {
        int length = new ReportWriter()
                .orderEvent(
                        buffer,
                        0,
                        now,
                        new ReportWriter.OrderReportValues(
                                ++now,
                                order.orderId(),
                                "",
                                "",
                                "",
                                P,
                                "XNAS",
                                "AAPL",
                                "USD",
                                order.side(),
                                order.quantity(),
                                0,
                                Double.NaN,
                                Double.NaN,
                                null,
                                state,
                                OrderCause.VENUE,
                                ""));
        take("platform.ems.event.", length);
    }
}
