package io.meridian.benchmarks;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.telemetry.SidecarReport;
import io.meridian.plugin.contract.telemetry.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/** What many sidecars would report, each of topics of its own and of one that its neighbour publishes, again and again as they do. */
final class SidecarReports implements AutoCloseable {
    private static final int EVERY_SECONDS = 10;

    private final Bus bus;
    private final int topics;
    private final List<Publisher> publishers = new ArrayList<>();
    private final ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> telling;

    /** @param topics of each */
    SidecarReports(Bus bus, List<String> instances, int topics) throws Exception {
        this.bus = bus;
        this.topics = topics;
        for (String instance : instances) {
            publishers.add(bus.publisher(PublisherSpec.fast(TopicTemplate.TELEMETRY.topic(instance))));
        }
        Runnable tell = () -> tell(instances);
        teller.submit(tell).get();
        telling = teller.scheduleAtFixedRate(tell, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void tell(List<String> instances) {
        long nowNs = bus.config().clock().nanoTime();
        for (int i = 0; i < instances.size(); i++) {
            SidecarReport.Builder report = SidecarReport.newBuilder()
                    .setInstance(instances.get(i))
                    .setFromNs(nowNs - TimeUnit.SECONDS.toNanos(EVERY_SECONDS))
                    .setToNs(nowNs)
                    .setState("READY")
                    .setAttached(true);
            for (int topic = 0; topic < topics; topic++) {
                report.addTraffic(Traffic.newBuilder().setTopic(topic(i, topic)).setPublished(100 + topic));
            }
            report.addTraffic(Traffic.newBuilder()
                    .setTopic(topic((i + 1) % instances.size(), 0))
                    .setDelivered(100));
            byte[] bytes = report.build().toByteArray();
            if (publishers.get(i).offer(new UnsafeBuffer(bytes), 0, bytes.length) < 0) {
                throw new IllegalStateException("the bus takes no report");
            }
        }
    }

    private static String topic(int instance, int topic) {
        return "bench.desk" + instance + ".topic" + topic;
    }

    @Override
    public void close() {
        boolean hasFailed = telling.state() == Future.State.FAILED;
        teller.shutdownNow();
        teller.close();
        publishers.forEach(Publisher::close);
        if (hasFailed) {
            throw new IllegalStateException("reports were no longer published", telling.exceptionNow());
        }
    }
}
