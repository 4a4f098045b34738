package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A kernel on a test's bench: takes messages from any pool, keeps its journal, and is looked at by names. */
final class Bench {
    final Messages messages = new Messages();
    final List<byte[]> journal = new ArrayList<>();
    /** All that was taken or refused, in order. */
    final List<Given> given = new ArrayList<>();

    final KernelOptions options;
    final Kernel kernel;
    long now = 1_000;
    private final Map<Pool, Sender> senders = new EnumMap<>(Pool.class);
    private int requests;

    /** A message, who sent it and when. */
    record Given(Pool pool, long timeNs, byte[] message) {}

    Bench() {
        this(new KernelOptions(16, 1024, 1024));
    }

    Bench(KernelOptions options) {
        this(options, (_, _, _) -> {});
    }

    /** @param sink hears every event as well */
    Bench(KernelOptions options, EventSink sink) {
        this.options = options;
        kernel = new Kernel(options, (buffer, offset, length) -> {
            byte[] event = new byte[length];
            buffer.getBytes(offset, event);
            journal.add(event);
            sink.onEvent(buffer, offset, length);
        });
        for (Pool pool : Pool.values()) {
            senders.put(pool, new Sender(pool, pool.name().toLowerCase(java.util.Locale.ROOT) + "-1"));
        }
    }

    /** With the instrument AAPL on XNAS: dollars, ticks of a cent, whole shares, settled after one day. */
    static Bench withApple() {
        Bench bench = new Bench();
        bench.accepted(Pool.DGM, bench.messages.instrument("AAPL", "XNAS", "USD", "0.01", "1", 1));
        return bench;
    }

    long take(Pool pool, Messages message) {
        return take(senders.get(pool), message);
    }

    long take(Sender sender, Messages message) {
        byte[] bytes = new byte[message.length()];
        message.buffer.getBytes(0, bytes);
        given.add(new Given(sender.pool(), ++now, bytes));
        return kernel.take(sender, now, message.buffer, 0, message.length());
    }

    void accepted(Pool pool, Messages message) {
        long answer = take(pool, message);
        assertTrue(answer > 0, () -> "refused: " + Refusal.of(answer));
    }

    void refused(Refusal refusal, Pool pool, Messages message) {
        long answer = take(pool, message);
        assertEquals(refusal, answer < 0 ? Refusal.of(answer) : null);
    }

    // Steps of an order's life, as the usual pools cause them.

    void create(String id, Side side, String quantity, String limit) {
        accepted(Pool.STRATEGY, messages.newOrder(id, "alpha", "AAPL", side, quantity, Messages.Terms.limit(limit)));
    }

    void approve(String id) {
        report(Pool.OMS, id, OrderState.PENDING_COMPLIANCE, OrderCause.COMPLIANCE);
        report(Pool.OMS, id, OrderState.COMPLIANCE_APPROVED, OrderCause.COMPLIANCE);
    }

    void open(String id, Side side, String quantity, String limit) {
        create(id, side, quantity, limit);
        approve(id);
        report(Pool.CCM, id, OrderState.OPEN, OrderCause.VENUE);
    }

    void report(Pool pool, String id, OrderState state, OrderCause cause) {
        accepted(pool, messages.report(id, ++requests, "", state, cause));
    }

    void fill(String tradeId, String id, Side side, String price, String quantity) {
        accepted(Pool.CCM, messages.fill(FillValues.of(tradeId, id, side, price, quantity)));
    }

    // Looking.

    int order(String id) {
        byte[] text = new byte[40];
        System.arraycopy(id.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, text, 0, id.length());
        return kernel.state().orders().find(new UnsafeBuffer(text), 0);
    }

    OrderState state(String id) {
        int order = order(id);
        return order < 0 ? null : kernel.state().orders().state(order);
    }

    int name(String text) {
        byte[] padded = new byte[40];
        System.arraycopy(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, padded, 0, text.length());
        return kernel.state().names().find(new UnsafeBuffer(padded), 0, 40);
    }

    // The same state by other ways.

    /** A kernel that was told the whole journal. */
    Kernel replayed() {
        Kernel other = new Kernel(options, (_, _, _) -> {});
        for (byte[] event : journal) {
            other.apply(new UnsafeBuffer(event), 0);
        }
        return other;
    }

    /** A kernel from this one's snapshot. */
    Kernel restored() {
        ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
        int length = Snapshot.write(kernel, bytes, 0);
        return Snapshot.restore(options, (_, _, _) -> {}, bytes, 0, length);
    }
}
