package io.meridian.ui.live;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.ui.message.MessageFields;
import io.meridian.ui.message.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads one pattern from the bus, on a thread of its own, for all who look at it: what comes now, or what came since a time. */
final class Feed {
    private static final int AT_ONCE = 256;
    private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final TopicPattern pattern;
    private final MessageFields decoder;
    private final List<LiveStream> streams = new CopyOnWriteArrayList<>();
    private final RatesBoard board;
    private volatile long missed;
    private volatile boolean closed;
    private volatile String problem;

    /** @param board counts all that comes; null: nobody does */
    Feed(TopicPattern pattern, MessageFields decoder, RatesBoard board) {
        this.pattern = pattern;
        this.decoder = decoder;
        this.board = board;
    }

    /** Begins. @param from null: what comes from now on */
    void start(Bus bus, StartAt from) {
        Thread.ofVirtual().name("ui-feed-" + pattern).start(() -> run(bus, from));
    }

    void add(LiveStream stream) {
        streams.add(stream);
    }

    /** Whether nobody looks any more. */
    boolean remove(LiveStream stream) {
        streams.remove(stream);
        return streams.isEmpty();
    }

    /** How many messages the bus gave up before they came here, since this was too slow for them. */
    long missed() {
        return missed;
    }

    /** Why nothing comes any more, or null. */
    String problem() {
        return problem;
    }

    void close() {
        closed = true;
    }

    private void run(Bus bus, StartAt from) {
        List<Subscription> subscriptions = new ArrayList<>();
        try {
            open(bus, from, subscriptions);
            while (!closed) {
                if (from != null && streams.stream().anyMatch(LiveStream::isFull)) {
                    LockSupport.parkNanos(REST_NS);
                    continue;
                }
                int done = 0;
                long lost = 0;
                for (Subscription each : subscriptions) {
                    done += each.poll(AT_ONCE);
                    lost += each.lost();
                }
                missed = lost;
                if (done == 0) {
                    LockSupport.parkNanos(REST_NS);
                }
            }
        } catch (RuntimeException failed) {
            problem = "The bus does not give " + pattern + ": " + failed.getMessage();
        } finally {
            subscriptions.forEach(Subscription::close);
        }
    }

    private void open(Bus bus, StartAt from, List<Subscription> subscriptions) {
        if (from != null) {
            subscriptions.add(bus.subscribe(SubscriptionSpec.durable(pattern).from(from), this::take));
            return;
        }
        if (bus.capabilities(pattern).has(Capability.FAST)) {
            subscriptions.add(bus.subscribe(SubscriptionSpec.fast(pattern), this::take));
        }
        if (bus.capabilities(pattern).has(Capability.DURABLE)) {
            subscriptions.add(bus.subscribe(SubscriptionSpec.durable(pattern), this::take));
        }
    }

    private Verdict take(Message message) {
        if (board != null) {
            board.add(message);
        }
        if (!streams.isEmpty()) {
            Row row = new Row(message, decoder);
            streams.forEach(stream -> stream.offer(row));
        }
        return Verdict.ACCEPT;
    }
}
