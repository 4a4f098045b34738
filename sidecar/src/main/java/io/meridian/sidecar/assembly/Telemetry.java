package io.meridian.sidecar.assembly;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.telemetry.SidecarReport;
import io.meridian.sidecar.Sidecar;
import io.meridian.sidecar.SidecarState;
import io.meridian.sidecar.SidecarStatus;
import io.meridian.sidecar.metrics.SidecarReports;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells on the bus, once in an interval, how the sidecar and its plugin are and what they did since. A report that the bus does not take is not kept: the
 * next one tells of that time as well. On the thread of the audit trail.
 */
final class Telemetry {
    private static final String TYPE = "application/x-protobuf; type=meridian.telemetry.v1.SidecarReport";

    private final String instance;
    private final SidecarReports reports;
    private final Supplier<Sidecar> sidecar;
    private final BooleanSupplier latched;
    private final EpochNanoClock clock;
    private final long intervalNs;
    private Publisher publisher;
    private long dueNs;

    /**
     * @param sidecar gives null until it is started
     * @param latched whether the kill latch is set
     * @param intervalNs 0: it never tells
     */
    Telemetry(
            String instance,
            SidecarReports reports,
            Supplier<Sidecar> sidecar,
            BooleanSupplier latched,
            EpochNanoClock clock,
            long intervalNs) {
        this.instance = instance;
        this.reports = reports;
        this.sidecar = sidecar;
        this.latched = latched;
        this.clock = clock;
        this.intervalNs = intervalNs;
        dueNs = clock.nanoTime() + intervalNs;
    }

    boolean isDue() {
        return intervalNs > 0 && clock.nanoTime() >= dueNs;
    }

    /** Tells, if it is time. Never waits. */
    void tell(Bus bus) {
        if (isDue()) {
            dueNs = clock.nanoTime() + intervalNs;
            offer(bus);
        }
    }

    /** What was counted since the last report is told too. */
    void tellLast(Bus bus) {
        if (intervalNs > 0) {
            offer(bus);
        }
    }

    private void offer(Bus bus) {
        if (publisher == null) {
            publisher = bus.publisher(
                    PublisherSpec.fast(TopicTemplate.TELEMETRY.topic(instance)).contentType(TYPE));
        }
        Sidecar asked = sidecar.get();
        SidecarStatus status =
                asked == null ? new SidecarStatus(SidecarState.STARTING, List.of(), false) : asked.status();
        SidecarReport report = reports.next(clock.nanoTime())
                .setInstance(instance)
                .setState(status.state().name())
                .addAllReasons(status.reasons())
                .setAttached(status.attached())
                .setLatched(latched.getAsBoolean())
                .build();
        byte[] bytes = report.toByteArray();
        if (publisher.offer(new UnsafeBuffer(bytes), 0, bytes.length) > 0) {
            reports.sent(report.getToNs());
        }
    }
}
