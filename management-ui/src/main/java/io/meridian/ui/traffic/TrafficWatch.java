package io.meridian.ui.traffic;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.ui.problem.UiProblem;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Listens to the reports of all sidecars from its start on, whether somebody looks or not: who looks later wants to see what was before. */
public final class TrafficWatch implements AutoCloseable {
    private static final TopicPattern REPORTS = TopicPattern.of(TopicTemplate.TELEMETRY.pattern());
    private static final int AT_ONCE = 64;
    private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(5);

    private final Bus bus;
    private final TrafficBoard board;
    private final Thread thread;
    private volatile long missed;
    private volatile String problem;
    private volatile boolean closed;

    /** @param bus null: there is none, and whoever asks is told so */
    public TrafficWatch(Bus bus) {
        this.bus = bus;
        board = new TrafficBoard(bus == null ? 0 : bus.config().clock().nanoTime());
        thread = bus == null ? null : Thread.ofVirtual().name("ui-traffic").start(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                listen();
            } catch (RuntimeException failed) {
                problem = "The bus does not give the reports of sidecars: " + failed.getMessage()
                        + ". It is tried again.";
                LockSupport.parkNanos(AGAIN_NS);
            }
        }
    }

    private void listen() {
        SubscriptionSpec spec = bus.capabilities(REPORTS).has(Capability.FAST)
                ? SubscriptionSpec.fast(REPORTS)
                : SubscriptionSpec.durable(REPORTS);
        try (Subscription subscription = bus.subscribe(spec, this::take)) {
            board.begin(bus.config().clock().nanoTime());
            problem = null;
            while (!closed) {
                int done = subscription.poll(AT_ONCE);
                missed = subscription.lost();
                if (done == 0) {
                    LockSupport.parkNanos(REST_NS);
                }
            }
        }
    }

    private Verdict take(Message message) {
        byte[] payload = new byte[message.length()];
        message.buffer().getBytes(message.offset(), payload);
        board.hear(message.topic().name(), payload);
        return Verdict.ACCEPT;
    }

    /** What was published and delivered, by instance and topic. */
    public Map<String, Object> traffic() {
        long nowNs = requireReports();
        return withMissed(board.traffic(nowNs));
    }

    /** How long deliveries took, and what waits. */
    public Map<String, Object> latency() {
        long nowNs = requireReports();
        return withMissed(board.latency(nowNs));
    }

    private long requireReports() {
        if (bus == null) {
            throw UiProblem.away(
                    "This gateway has no bus, so it hears no sidecar. It is started with that of the stack, or"
                            + " with BUS_BACKEND and where its server is.");
        }
        String wrong = problem;
        if (wrong != null) {
            throw UiProblem.away(wrong);
        }
        return bus.config().clock().nanoTime();
    }

    /** Reports that the bus gave up before they came here: their counts are in no sum. */
    private Map<String, Object> withMissed(Map<String, Object> told) {
        told.put("missed", missed);
        return told;
    }

    @Override
    public void close() {
        closed = true;
        if (thread == null) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
