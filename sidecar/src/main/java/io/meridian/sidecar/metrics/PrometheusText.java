package io.meridian.sidecar.metrics;

import io.meridian.bus.grant.Action;
import io.meridian.plugin.contract.proto.Refusal;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Writes the counts as Prometheus reads them. Everything is made at the first question, so a sidecar that nobody asks pays nothing for
 * it. Any thread may ask.
 */
public final class PrometheusText {
    private final SidecarMetrics metrics;
    private final Tags common;
    private final BooleanSupplier latched;
    private final double[] bounds = LatencyBuckets.boundsSeconds();

    private PrometheusMeterRegistry registry;
    private int knownTemplates;
    private int knownErrors;

    /**
     * @param common tags that every row bears, such as the deployment and the plugin's instance
     * @param latched whether the kill latch is set
     */
    public PrometheusText(SidecarMetrics metrics, Map<String, String> common, BooleanSupplier latched) {
        this.metrics = metrics;
        this.common = common.entrySet().stream()
                .map(entry -> Tags.of(entry.getKey(), entry.getValue()))
                .reduce(Tags.empty(), Tags::and);
        this.latched = latched;
    }

    /** All figures in the text format 0.0.4. */
    public synchronized String scrape() {
        if (registry == null) {
            open();
        }
        addNewTemplates();
        addNewErrors();
        return registry.scrape();
    }

    private void open() {
        PrometheusRegistry prometheus = new PrometheusRegistry();
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus, Clock.SYSTEM);
        registry.config().commonTags(common);
        gauge(
                "meridian.plugin.heartbeat.age",
                "seconds",
                "Time since the plugin was last heard of.",
                metrics::heartbeatAgeSeconds);
        gauge("meridian.plugin.uptime", "seconds", "Time since the plugin attached.", metrics::uptimeSeconds);
        gauge("meridian.sidecar.latched", null, "1 while the kill latch is set.", () -> latched.getAsBoolean() ? 1 : 0);
        FunctionCounter.builder("meridian.plugin.restarts", metrics, SidecarMetrics::restarts)
                .description("How often a plugin attached after the first time.")
                .register(registry);
        for (Refusal.Code code : Refusal.Code.values()) {
            if (code != Refusal.Code.UNRECOGNIZED) {
                errors(code.name().toLowerCase(Locale.ROOT), metrics.refused, code.getNumber());
            }
        }
        prometheus.register(new Latency());
    }

    private void gauge(String name, String unit, String text, DoubleSupplier value) {
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                // Otherwise it is forgotten at the next garbage collection, since nobody else holds it.
                .strongReference(true)
                .baseUnit(unit)
                .description(text)
                .register(registry);
    }

    private void addNewTemplates() {
        int count = metrics.templates.count();
        for (; knownTemplates < count; knownTemplates++) {
            int template = knownTemplates;
            Tags topic = Tags.of("topic", metrics.templates.name(template));
            counter("meridian.bus.published", "Messages published.", topic, metrics.published, template);
            counter(
                    "meridian.bus.published.bytes",
                    "Bytes of payload published.",
                    topic,
                    metrics.publishedBytes,
                    template);
            counter("meridian.bus.delivered", "Messages delivered.", topic, metrics.delivered, template);
            counter(
                    "meridian.bus.delivered.bytes",
                    "Bytes of payload delivered.",
                    topic,
                    metrics.deliveredBytes,
                    template);
            counter("meridian.bus.backpressure", "Times the bus had no room.", topic, metrics.backPressure, template);
            counter("meridian.bus.dropped", "Messages dropped for want of room.", topic, metrics.dropped, template);
            counter(
                    "meridian.bus.missing",
                    "Messages that a gap in the sequences shows.",
                    topic,
                    metrics.missing,
                    template);
            counter("meridian.bus.duplicates", "Messages that came again.", topic, metrics.duplicates, template);
            counter("meridian.dlq", "Dead letters.", topic, metrics.deadLetters, template);
            Gauge.builder("meridian.consumer.lag", metrics.lag, lag -> lag.get(template))
                    .tags(topic)
                    .description("Messages that wait for the plugin.")
                    .register(registry);
            for (Action action : Action.values()) {
                counter(
                        "meridian.acl.denied",
                        "What was asked for and no grant allows.",
                        topic.and("action", action.name().toLowerCase(Locale.ROOT)),
                        metrics.denied,
                        template * Action.values().length + action.ordinal());
            }
        }
    }

    private void addNewErrors() {
        int count = metrics.errorTypeCount;
        for (; knownErrors < count; knownErrors++) {
            errors(metrics.errorTypes[knownErrors], metrics.errors, knownErrors);
        }
    }

    private void errors(String type, Counts counts, int index) {
        counter("meridian.errors", "What went wrong, refusals included.", Tags.of("type", type), counts, index);
    }

    private void counter(String name, String text, Tags tags, Counts counts, int index) {
        FunctionCounter.builder(name, counts, values -> values.get(index))
                .tags(tags)
                .description(text)
                .register(registry);
    }

    /** The histogram, straight from the counts: Micrometer has no histogram that somebody else fills. */
    private final class Latency implements Collector {
        @Override
        public MetricSnapshot collect() {
            HistogramSnapshot.Builder all = HistogramSnapshot.builder()
                    .name("meridian_bus_latency_seconds")
                    .help("From the sidecar that published to the sidecar that delivers.");
            int count = metrics.templates.count();
            for (int template = 0; template < count; template++) {
                if (metrics.delivered.get(template) > 0) {
                    all.dataPoint(point(template));
                }
            }
            return all.build();
        }

        private HistogramDataPointSnapshot point(int template) {
            long[] counts = new long[LatencyBuckets.COUNT];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = metrics.latency.get(template * LatencyBuckets.COUNT + i);
            }
            Labels.Builder labels = Labels.builder();
            common.forEach(tag -> labels.label(tag.getKey(), tag.getValue()));
            labels.label("topic", metrics.templates.name(template));
            return HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                    .sum(metrics.latencySumNs.get(template) / 1e9)
                    .labels(labels.build())
                    .build();
        }
    }
}
