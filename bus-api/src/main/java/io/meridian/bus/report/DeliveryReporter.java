package io.meridian.bus.report;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.delivery.PublishResult;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Publishes what one subscriber was given, many messages at a time. When the bus takes nothing for long, entries are lost, and that is told: nobody waits
 * for an auditor. For one thread.
 */
public final class DeliveryReporter implements AutoCloseable {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int PLENTY = DeliveryReportWriter.ROOM * 3 / 4;

    private final DeliveryReportWriter report = new DeliveryReportWriter();
    private final Publisher publisher;
    private final EpochNanoClock clock;
    private final Consumer<String> log;
    private long sinceNs;
    private long begunNs;
    private boolean isNews = true;
    private long entries;
    private long lost;
    private long toldLost;

    /**
     * @param bus one that may publish on {@link DeliveryReport#TOPIC}
     * @param instance of the subscriber: a segment of a topic
     * @param log hears what a person should know
     */
    public DeliveryReporter(Bus bus, String instance, EpochNanoClock clock, Consumer<String> log) {
        this.clock = clock;
        this.log = log;
        publisher = bus.publisher(
                PublisherSpec.durable(DeliveryReport.TOPIC + instance).contentType(DeliveryReport.CONTENT_TYPE));
        begin();
    }

    private void begin() {
        // Never the same number twice, whatever the clock does.
        sinceNs = Math.max(sinceNs + 1, clock.nanoTime());
        report.begin(sinceNs);
        begunNs = sinceNs;
        isNews = true;
    }

    /** The subscriber was given a message; the kinds are those of {@link DeliveryReport}. */
    public void delivered(byte kind, int source, long topicHash, long sequence, long deliveredNs) {
        if (report.isEmpty()) {
            begunNs = deliveredNs;
        }
        if (report.add(kind, source, topicHash, sequence, deliveredNs)) {
            entries++;
        } else if (publish()) {
            delivered(kind, source, topicHash, sequence, deliveredNs);
        } else {
            lost++;
        }
    }

    /** A subscription has ended, or reports are missing: nothing is expected of this subscriber on account of what it reported before. */
    public void forget() {
        if (!report.isEmpty() && !publish()) {
            lost += entries;
        }
        entries = 0;
        begin();
    }

    /** Publishes what is due. Never waits. */
    public void work() {
        if (lost > toldLost) {
            log.accept((lost - toldLost) + " deliveries could not be reported to the audit log, since the bus took"
                    + " nothing for a while: of these it will not know when they came.");
            toldLost = lost;
            forget();
        }
        if (isNews && report.isEmpty()
                || !report.isEmpty()
                        && (report.length() > PLENTY || Math.abs(clock.nanoTime() - begunNs) >= INTERVAL_NS)) {
            publish();
        }
        // Asked for now and then, it also takes in what was acknowledged.
        publisher.confirmed();
    }

    /** @return false: the bus takes nothing now */
    private boolean publish() {
        long result = publisher.offer(report.buffer(), 0, report.length());
        if (result == PublishResult.BACK_PRESSURED || result == PublishResult.NOT_CONNECTED) {
            return false;
        }
        if (result < 0) {
            log.accept("A report of deliveries could not be published: result=" + result + ".");
        }
        isNews = false;
        entries = 0;
        report.begin(sinceNs);
        return true;
    }

    /** So many more deliveries are not reported, since whoever noted them had no room. */
    public void lost(long more) {
        lost += more;
    }

    /** Publishes what is left, as long as that takes little time. */
    @Override
    public void close() {
        if (!report.isEmpty()) {
            publish();
        }
        publisher.drain(CLOSE_NS);
        publisher.close();
    }
}
