package io.meridian.plugins.router;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.kernel.Kernel;
import io.meridian.kernel.KernelOptions;
import io.meridian.kernel.Refusal;
import io.meridian.kernel.hub.KernelHub;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.InstrumentEncoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.ModifyOrderEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OptionRight;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugins.paper.PaperVenue;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.test.Published;
import io.meridian.sdk.test.Sim;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A kernel, the router and the paper venue, all real; what each says is carried to the others by its topic. Compliance passes every order. One
 * thread, and time passes only by {@link #advance}.
 */
final class World implements AutoCloseable {
    private static final String WISH = "platform.oms.command.p1";
    private static final String VERDICT = "platform.oms.report.p1";
    private static final Duration STEP = Duration.ofMillis(500);

    /** What the kernel said last of an order. */
    record Told(OrderState state, OrderCause cause, String requestId, BigDecimal quantity, BigDecimal filled) {}

    private record Carried(String topic, int template, byte[] bytes) {}

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final KernelHub kernel;
    private final Sim router;
    private final Sim venue;
    private final Deque<Carried> commands = new ArrayDeque<>();
    private final Map<String, Told> told = new HashMap<>();
    private final List<String> refused = new ArrayList<>();
    private int fromRouter;
    private int fromVenue;
    private boolean held;

    World(Map<String, String> settings) {
        kernel = new KernelHub(
                sink -> new Kernel(new KernelOptions(16, 1024, 64), sink),
                (event, offset, length) -> {},
                this::fromKernel);
        router = Sim.of(Router.class, settings);
        venue = Sim.of(PaperVenue.class);
        instrument();
    }

    /** What the kernel did not take, and why. */
    List<String> refused() {
        return refused;
    }

    Told told(String order) {
        return told.get(order);
    }

    /** What the router sent to the venue of its parts. */
    List<NewOrder> parts() {
        return router.bus().published().stream()
                .filter(each -> each.event() instanceof NewOrder)
                .map(each -> (NewOrder) each.event())
                .toList();
    }

    /** While it is held, what the kernel hands to execution is on its way. */
    void hold(boolean now) {
        held = now;
        carry();
    }

    // What happens.

    void quote(double bid, double ask, double size) {
        venue.quote("AAPL", bid, size, ask, size);
        router.quote("AAPL", bid, size, ask, size);
        carry();
    }

    void trade(double price, double size) {
        venue.trade("AAPL", price, size);
        router.trade("AAPL", price, size);
        carry();
    }

    void advance(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minus(STEP)) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            router.advance(step);
            venue.advance(step);
            carry();
        }
    }

    void saveRouter() {
        router.bus().wantSnapshot();
        advance(Duration.ofSeconds(2));
    }

    void crashRouter() {
        router.crashPlugin();
        carry();
    }

    /** A wish, which compliance passes at once. */
    void order(String id, Algorithm algorithm, String quantity, String limit, Duration time) {
        begin();
        NewOrderEncoder order = new NewOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        order.tsInit(now()).orderId(id).portfolio("p1").sourceModel("test");
        order.symbol("AAPL").venue("XNAS").currency("USD").side(Side.BUY);
        order.endAt(time.isZero() ? 0 : now() + time.toNanos());
        order.orderType(limit == null ? OrderType.MARKET : OrderType.LIMIT);
        order.timeInForce(TimeInForce.DAY).algorithm(algorithm);
        Decimal.parse(quantity).write(order.quantity());
        if (limit == null) {
            Decimal.writeAbsent(order.limitPrice());
        } else {
            Decimal.parse(limit).write(order.limitPrice());
        }
        Decimal.writeAbsent(order.stopPrice());
        Decimal.writeAbsent(order.displayQuantity());
        Decimal.parse("0.2").write(order.participation());
        order.note("");
        take(WISH, order.encodedLength());
        report(id, 1, OrderState.PENDING_COMPLIANCE);
        report(id, 2, OrderState.COMPLIANCE_APPROVED);
        carry();
    }

    /** Compliance speaks. */
    void report(String id, long number, OrderState state) {
        begin();
        OrderEventEncoder event = new OrderEventEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        event.tsInit(now()).eventNumber(number).orderId(id).portfolio("p1").side(Side.BUY);
        event.previousState(OrderState.NULL_VAL).state(state).cause(OrderCause.COMPLIANCE);
        Decimal.writeAbsent(event.quantity());
        Decimal.writeAbsent(event.filledQuantity());
        Decimal.writeAbsent(event.leavesQuantity());
        Decimal.writeAbsent(event.averagePrice());
        Decimal.writeAbsent(event.limitPrice());
        Decimal.writeAbsent(event.stopPrice());
        event.reason("");
        take(VERDICT, event.encodedLength());
    }

    void modify(String id, String request, String quantity) {
        begin();
        ModifyOrderEncoder modify = new ModifyOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        modify.tsInit(now()).orderId(id).requestId(request).portfolio("p1");
        modify.symbol("AAPL").venue("XNAS").currency("USD");
        Decimal.parse(quantity).write(modify.quantity());
        Decimal.writeAbsent(modify.limitPrice());
        Decimal.writeAbsent(modify.stopPrice());
        Decimal.writeAbsent(modify.displayQuantity());
        modify.note("");
        take(WISH, modify.encodedLength());
        carry();
    }

    void cancel(String id, String request) {
        begin();
        CancelOrderEncoder cancel = new CancelOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        cancel.tsInit(now()).orderId(id).requestId(request).portfolio("p1");
        cancel.symbol("AAPL").venue("XNAS").note("");
        take(WISH, cancel.encodedLength());
        carry();
    }

    private void instrument() {
        begin();
        InstrumentEncoder apple = new InstrumentEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        apple.symbol("AAPL").venue("XNAS").currency("USD").kind(InstrumentKind.EQUITY);
        apple.settlementDays((short) 1).right(OptionRight.NULL_VAL);
        Decimal.parse("0.01").write(apple.tickSize());
        Decimal.ONE.write(apple.lotSize());
        Decimal.ONE.write(apple.multiplier());
        Decimal.writeAbsent(apple.minQuantity());
        Decimal.writeAbsent(apple.maxQuantity());
        Decimal.writeAbsent(apple.minValue());
        Decimal.writeAbsent(apple.strike());
        Decimal.writeAbsent(apple.makerFee());
        Decimal.writeAbsent(apple.takerFee());
        apple.title("");
        take("platform.data.instrument.XNAS.AAPL", apple.encodedLength());
    }

    private void begin() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
    }

    private long now() {
        return router.clock().nanoTime();
    }

    // Who carries it.

    private void take(String topic, int encodedLength) {
        byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encodedLength];
        buffer.getBytes(0, bytes);
        long answer = take(topic, bytes);
        assertEquals("", answer < 0 ? Refusal.of(answer).toString() : "", "what the test itself sends is taken");
    }

    private long take(String topic, byte[] bytes) {
        return kernel.take(topic, now(), new UnsafeBuffer(bytes), 0, bytes.length);
    }

    private void fromKernel(String topic, int template, DirectBuffer from, int offset, int length) {
        if (topic.startsWith("platform.ems.command.")) {
            byte[] bytes = new byte[length];
            from.getBytes(offset, bytes);
            commands.add(new Carried(topic, template, bytes));
        } else if (template == OrderEventDecoder.TEMPLATE_ID) {
            OrderEventDecoder event =
                    new OrderEventDecoder().wrapAndApplyHeader(from, offset, new MessageHeaderDecoder());
            told.put(
                    event.orderId(),
                    new Told(
                            event.state(),
                            event.cause(),
                            event.requestId(),
                            Decimal.read(event.quantity()).toBigDecimal().stripTrailingZeros(),
                            Decimal.read(event.filledQuantity()).toBigDecimal().stripTrailingZeros()));
        }
    }

    private void carry() {
        boolean moved = true;
        while (moved) {
            moved = false;
            while (!held && !commands.isEmpty()) {
                Carried command = commands.remove();
                router.publish(command.topic(), command.template(), EventWriter.VERSION, command.bytes());
                moved = true;
            }
            for (List<Published> all = router.bus().published(); fromRouter < all.size(); moved = true) {
                fromRouter(all.get(fromRouter++));
            }
            for (List<Published> all = venue.bus().published(); fromVenue < all.size(); moved = true) {
                Published said = all.get(fromVenue++);
                if (said.topic().endsWith(".event")) {
                    router.publish(said.topic(), said.schemaId(), said.schemaVersion(), said.payload());
                }
            }
        }
    }

    private void fromRouter(Published said) {
        if (said.topic().startsWith("platform.ccm.")) {
            venue.publish(said.topic(), said.schemaId(), said.schemaVersion(), said.payload());
            return;
        }
        long answer = take(said.topic(), said.payload());
        if (answer < 0) {
            String text = new String(said.payload(), US_ASCII).replaceAll("[^ -~]+", " ");
            refused.add(Refusal.of(answer) + " " + Schemas.name(said.schemaId()) + " " + text.strip());
        }
    }

    @Override
    public void close() {
        router.close();
        venue.close();
    }
}
