package io.meridian.sidecar.assembly;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.report.DeliveryReporter;
import io.meridian.bus.setting.Settings;
import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.sidecar.SidecarLog;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells on the bus what a sidecar must account for, as acts of control, and which messages its plugin was given. It has a connection of its own, since what the plugin is
 * granted must not bound it; that opens with the first event. The {@link Telemetry} goes over it as well, and what is to be heard beside the plugin's own messages. Nobody waits for it: events queue, up to a bound, while the bus is away,
 * and the log has them in any case.
 */
final class AuditTrail implements AutoCloseable {
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
    private final DeliveryRing deliveries = new DeliveryRing();
    private final Thread thread;
    private volatile Consumer<Bus> listening = bus -> {};
    private volatile Telemetry telemetry;
    private volatile boolean closed;

    AuditTrail(Settings settings, String instance, EpochNanoClock clock, SidecarLog log) {
        this.settings = settings;
        this.instance = instance;
        this.clock = clock;
        this.log = log;
        thread = Thread.ofPlatform().name("sidecar-audit").daemon().start(this::run);
    }

    /** Adds an event. From any thread; never waits. */
    void write(ControlAct act) {
        byte[] event = act.encode(Instant.ofEpochSecond(0, clock.nanoTime()));
        if (!waiting.offer(event) && lost.incrementAndGet() == 1) {
            log.error(
                    "The audit trail is full, since the bus takes nothing: events are only in this log from here on.");
        }
    }

    /** Notes that a message came for the plugin. On the guard's loop. */
    void delivered(byte kind, int source, long topicHash, long sequence, long deliveredNs) {
        deliveries.add(kind, source, topicHash, sequence, deliveredNs);
    }

    /** Notes that a subscription has ended. On the guard's loop. */
    void forgetDelivered() {
        deliveries.forget();
    }

    /** Gives the connection to this one once it is open, for something that is to be heard. Before there is anything to tell. */
    void listen(Consumer<Bus> opened) {
        listening = opened;
    }

    /** Sends these from now on, too. */
    void carry(Telemetry reporting) {
        telemetry = reporting;
    }

    private boolean isTelemetryDue() {
        Telemetry reporting = telemetry;
        return reporting != null && reporting.isDue();
    }

    private void run() {
        try {
            // A plugin that attaches is an event, so that is before all that is delivered.
            byte[] event = next();
            while (event == null && !isTelemetryDue() && !isOver()) {
                event = next();
            }
            if (event == null && !isTelemetryDue()) {
                return;
            }
            try (Bus bus = Bus.open(
                            new BusContext().settings(settings).unrestricted().clock(clock));
                    DeliveryReporter reporter = new DeliveryReporter(bus, instance, clock, this::onUnreported)) {
                listening.accept(bus);
                Publisher publisher = bus.publisher(
                        PublisherSpec.durable(TopicTemplate.ACT.topic(instance)).contentType(ControlAct.CONTENT_TYPE));
                while (event != null || !isOver()) {
                    if (event != null) {
                        publish(publisher, new UnsafeBuffer(event), event.length);
                    }
                    report(reporter);
                    Telemetry reporting = telemetry;
                    if (reporting != null) {
                        reporting.tell(bus);
                    }
                    event = next();
                }
                report(reporter);
                if (telemetry != null) {
                    telemetry.tellLast(bus);
                }
                publisher.drain(CLOSE_NS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("The audit trail has ended, events are only in this log from here on: " + e.getMessage());
        }
    }

    private void onUnreported(String text) {
        log.error(text);
        write(ControlAct.of("DELIVERIES_NOT_REPORTED").on(instance).why(text));
    }

    private boolean isOver() {
        return closed && waiting.isEmpty();
    }

    /** The next event, or null when none came for a while. */
    private byte[] next() throws InterruptedException {
        return waiting.poll(REST_MS, TimeUnit.MILLISECONDS);
    }

    private void report(DeliveryReporter reporter) {
        deliveries.drainTo(reporter);
        reporter.work();
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
