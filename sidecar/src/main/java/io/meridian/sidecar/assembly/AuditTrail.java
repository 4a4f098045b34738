package io.meridian.sidecar.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.setting.Settings;
import io.meridian.sidecar.SidecarLog;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes what a sidecar must account for to the durable topic {@value #TOPIC}, as JSON, and which messages its plugin was given to another. It has a connection of its own, since what the plugin is
 * granted must not bound it; that opens with the first event. Nobody waits for it: events queue, up to a bound, while the bus is away,
 * and the log has them in any case.
 */
final class AuditTrail implements AutoCloseable {
    static final String TOPIC = "platform.audit.sidecar";

    private static final int MOST_WAITING = 1024;
    private static final long AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long REST_MS = 200;
    private static final long CLOSE_NS = TimeUnit.SECONDS.toNanos(2);

    private final Settings settings;
    private final String instance;
    private final EpochNanoClock clock;
    private final SidecarLog log;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final DeliveryReports reports = new DeliveryReports();
    private final Thread thread;
    private volatile boolean closed;
    private long reportedLost;

    AuditTrail(Settings settings, String instance, EpochNanoClock clock, SidecarLog log) {
        this.settings = settings;
        this.instance = instance;
        this.clock = clock;
        this.log = log;
        thread = Thread.ofPlatform().name("sidecar-audit").daemon().start(this::run);
    }

    /** Adds an event. From any thread; never waits. */
    void write(String event, Map<String, String> details) {
        StringBuilder json = new StringBuilder("{\"event\":");
        quote(json, event).append(",\"instance\":");
        quote(json, instance).append(",\"at\":");
        quote(json, Instant.ofEpochSecond(0, clock.nanoTime()).toString());
        new TreeMap<>(details).forEach((name, value) -> {
            quote(json.append(','), name).append(':');
            quote(json, value);
        });
        if (!waiting.offer(json.append('}').toString().getBytes(UTF_8)) && lost.incrementAndGet() == 1) {
            log.error(
                    "The audit trail is full, since the bus takes nothing: events are only in this log from here on.");
        }
    }

    /** Notes that a message was handed to the plugin. On the guard's loop. */
    void delivered(int source, long topicHash, long sequence, long deliveredNs) {
        reports.add(source, topicHash, sequence, deliveredNs);
    }

    private void run() {
        try {
            // A plugin that attaches is an event, so that is before all that is delivered.
            byte[] event = next();
            while (event == null && !isOver()) {
                event = next();
            }
            if (event == null) {
                return;
            }
            try (Bus bus =
                    Bus.open(new BusContext().settings(settings).unrestricted().clock(clock))) {
                Publisher publisher = bus.publisher(PublisherSpec.durable(TOPIC).contentType("application/json"));
                Publisher deliveries = DeliveryReports.publisher(bus, instance);
                while (event != null || !isOver()) {
                    if (event != null) {
                        publish(publisher, new UnsafeBuffer(event), event.length);
                    }
                    report(deliveries);
                    event = next();
                }
                report(deliveries);
                deliveries.drain(CLOSE_NS);
                publisher.drain(CLOSE_NS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("The audit trail has ended, events are only in this log from here on: " + e.getMessage());
        }
    }

    private boolean isOver() {
        return closed && waiting.isEmpty();
    }

    /** The next event, or null when none came for a while. */
    private byte[] next() throws InterruptedException {
        return waiting.poll(REST_MS, TimeUnit.MILLISECONDS);
    }

    private void report(Publisher publisher) {
        DirectBuffer batch = reports.next();
        while (reports.length() > 0) {
            publish(publisher, batch, reports.length());
            batch = reports.next();
        }
        if (reports.lost() > reportedLost) {
            reportedLost = reports.lost();
            log.error("The audit trail lacks " + reportedLost
                    + " deliveries so far, since the bus takes them too slowly.");
        }
    }

    private void publish(Publisher publisher, DirectBuffer payload, int length) {
        long closingNs = 0;
        long result = publisher.offer(payload, 0, length);
        while (result == PublishResult.BACK_PRESSURED || result == PublishResult.NOT_CONNECTED) {
            long nowNs = System.nanoTime();
            closingNs = closed && closingNs == 0 ? nowNs : closingNs;
            if (closed && nowNs - closingNs > CLOSE_NS) {
                return;
            }
            LockSupport.parkNanos(AGAIN_NS);
            result = publisher.offer(payload, 0, length);
        }
        if (result < 0) {
            log.error("An event could not be written to the audit trail: result=" + result + " "
                    + payload.getStringWithoutLengthUtf8(0, length));
        }
        // Asked for now and then, it also takes in what was acknowledged.
        publisher.confirmed();
    }

    private static StringBuilder quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }

    /** Writes what waits, as long as that takes little time. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(2 * CLOSE_NS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
