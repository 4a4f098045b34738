package io.meridian.sidecar.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The figures of one process, as Prometheus reads them. Whoever counts does so in numbers of its own; they are read when somebody asks, on the thread
 * of who asks. For one thread at a time.
 */
public final class Meters {
    private final PrometheusRegistry prometheus = new PrometheusRegistry();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus, Clock.SYSTEM);
    private final Map<String, String> common;
    /** What counters read: the library itself would let the garbage collector have it. */
    private final List<DoubleSupplier> held = new ArrayList<>();

    /** Takes the rows of a histogram. */
    public interface Rows {
        /**
         * @param tags of this row
         * @param counts by bucket of {@link LatencyBuckets}
         */
        void add(Map<String, String> tags, long[] counts, double sumSeconds);
    }

    /** @param common tags that every row bears, such as the deployment */
    public Meters(Map<String, String> common) {
        this.common = Map.copyOf(common);
        registry.config().commonTags(tags(common));
    }

    public void gauge(Figure figure, DoubleSupplier value) {
        gauge(figure, Map.of(), value);
    }

    public void gauge(Figure figure, Map<String, String> tags, DoubleSupplier value) {
        require(figure, Figure.Kind.GAUGE);
        Gauge.builder(figure.name(), value, DoubleSupplier::getAsDouble)
                // Otherwise it is forgotten at the next garbage collection, since nobody else holds it.
                .strongReference(true)
                .tags(tags(tags))
                .baseUnit(unit(figure))
                .description(figure.text())
                .register(registry);
    }

    public void counter(Figure figure, DoubleSupplier value) {
        counter(figure, Map.of(), value);
    }

    public void counter(Figure figure, Map<String, String> tags, DoubleSupplier value) {
        require(figure, Figure.Kind.COUNTER);
        held.add(value);
        FunctionCounter.builder(figure.name(), value, DoubleSupplier::getAsDouble)
                .tags(tags(tags))
                .baseUnit(unit(figure))
                .description(figure.text())
                .register(registry);
    }

    /** Rows that come and go, told apart by one label. @param values by the label's value */
    public void gauges(Figure figure, String label, Supplier<Map<String, Double>> values) {
        require(figure, Figure.Kind.GAUGE);
        prometheus.register((Collector) () -> {
            GaugeSnapshot.Builder all =
                    GaugeSnapshot.builder().name(figure.exposedName()).help(figure.text());
            values.get()
                    .forEach((key, value) -> all.dataPoint(GaugeDataPointSnapshot.builder()
                            .value(value)
                            .labels(labels(Map.of(label, key)))
                            .build()));
            return all.build();
        });
    }

    /** Straight from counts: Micrometer has no histogram that somebody else fills. */
    public void histogram(Figure figure, Consumer<Rows> rows) {
        require(figure, Figure.Kind.HISTOGRAM);
        double[] bounds = LatencyBuckets.boundsSeconds();
        prometheus.register((Collector) () -> {
            HistogramSnapshot.Builder all =
                    HistogramSnapshot.builder().name(figure.exposedName()).help(figure.text());
            rows.accept((tags, counts, sumSeconds) -> all.dataPoint(HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                    .sum(sumSeconds)
                    .labels(labels(tags))
                    .build()));
            return all.build();
        });
    }

    private static void require(Figure figure, Figure.Kind kind) {
        if (figure.kind() != kind) {
            throw new IllegalArgumentException("figure=" + figure.name() + " is no " + kind);
        }
    }

    private static String unit(Figure figure) {
        return figure.unit().isEmpty() ? null : figure.unit();
    }

    private static Tags tags(Map<String, String> tags) {
        Tags all = Tags.empty();
        for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
            all = all.and(tag.getKey(), tag.getValue());
        }
        return all;
    }

    private Labels labels(Map<String, String> own) {
        Map<String, String> all = new TreeMap<>(common);
        all.putAll(own);
        Labels.Builder labels = Labels.builder();
        all.forEach(labels::label);
        return labels.build();
    }

    /** All figures in the text format 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }
}
