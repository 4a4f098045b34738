package io.meridian.sidecar.metrics;

import io.meridian.bus.grant.Action;
import io.meridian.plugin.contract.proto.Refusal;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Writes the counts as Prometheus reads them. Everything is made at the first question, so a sidecar that nobody asks pays nothing for
 * it. Any thread may ask.
 */
public final class PrometheusText {
    private static final String TOPIC = "topic";

    private final SidecarMetrics metrics;
    private final Map<String, String> common;
    private final BooleanSupplier latched;
    private final BooleanSupplier connected;
    private final Consumer<Meters> besides;

    private Meters meters;
    private int knownTemplates;
    private int knownErrors;

    /**
     * @param common tags that every row bears, such as the deployment and the plugin's instance
     * @param latched whether the kill latch is set
     * @param connected whether the engine of the bus is there
     * @param besides adds what the process shows beside the counts
     */
    public PrometheusText(
            SidecarMetrics metrics,
            Map<String, String> common,
            BooleanSupplier latched,
            BooleanSupplier connected,
            Consumer<Meters> besides) {
        this.metrics = metrics;
        this.common = common;
        this.latched = latched;
        this.connected = connected;
        this.besides = besides;
    }

    /** All figures in the text format 0.0.4. */
    public synchronized String scrape() {
        if (meters == null) {
            open();
        }
        addNewTemplates();
        addNewErrors();
        return meters.scrape();
    }

    private void open() {
        meters = new Meters(common);
        JvmFigures.addTo(meters);
        besides.accept(meters);
        meters.gauge(SidecarFigures.ATTACHED, metrics::attached);
        meters.gauge(SidecarFigures.HEARTBEAT_AGE, metrics::heartbeatAgeSeconds);
        meters.gauge(SidecarFigures.PLUGIN_UPTIME, metrics::uptimeSeconds);
        meters.gauge(SidecarFigures.LATCHED, () -> latched.getAsBoolean() ? 1 : 0);
        meters.gauge(SidecarFigures.CONNECTED, () -> connected.getAsBoolean() ? 1 : 0);
        meters.counter(SidecarFigures.RESTARTS, metrics::restarts);
        for (Refusal.Code code : Refusal.Code.values()) {
            if (code != Refusal.Code.UNRECOGNIZED) {
                errors(code.name().toLowerCase(Locale.ROOT), metrics.refused, code.getNumber());
            }
        }
        meters.gauges(SidecarFigures.SAID, "figure", metrics::figures);
        meters.histogram(SidecarFigures.LATENCY, this::latency);
    }

    private void addNewTemplates() {
        int count = metrics.templates.count();
        for (; knownTemplates < count; knownTemplates++) {
            int template = knownTemplates;
            counter(SidecarFigures.PUBLISHED, metrics.published, template);
            counter(SidecarFigures.PUBLISHED_BYTES, metrics.publishedBytes, template);
            counter(SidecarFigures.DELIVERED, metrics.delivered, template);
            counter(SidecarFigures.DELIVERED_BYTES, metrics.deliveredBytes, template);
            counter(SidecarFigures.BACK_PRESSURE, metrics.backPressure, template);
            counter(SidecarFigures.DROPPED, metrics.dropped, template);
            counter(SidecarFigures.MISSING, metrics.missing, template);
            counter(SidecarFigures.DUPLICATES, metrics.duplicates, template);
            counter(SidecarFigures.DEAD_LETTERS, metrics.deadLetters, template);
            meters.gauge(
                    SidecarFigures.LAG,
                    Map.of(TOPIC, metrics.templates.name(template)),
                    () -> metrics.lag.get(template));
            meters.gauge(
                    SidecarFigures.FULL,
                    Map.of(TOPIC, metrics.templates.name(template)),
                    () -> metrics.full.get(template));
            for (Action action : Action.values()) {
                int index = template * Action.values().length + action.ordinal();
                meters.counter(
                        SidecarFigures.DENIED,
                        Map.of(
                                TOPIC,
                                metrics.templates.name(template),
                                "action",
                                action.name().toLowerCase(Locale.ROOT)),
                        () -> metrics.denied.get(index));
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
        meters.counter(SidecarFigures.ERRORS, Map.of("type", type), () -> counts.get(index));
    }

    private void counter(Figure figure, Counts counts, int template) {
        meters.counter(figure, Map.of(TOPIC, metrics.templates.name(template)), () -> counts.get(template));
    }

    private void latency(Meters.Rows rows) {
        int count = metrics.templates.count();
        for (int template = 0; template < count; template++) {
            if (metrics.delivered.get(template) > 0) {
                long[] counts = new long[LatencyBuckets.COUNT];
                for (int i = 0; i < counts.length; i++) {
                    counts[i] = metrics.latency.get(template * LatencyBuckets.COUNT + i);
                }
                rows.add(
                        Map.of(TOPIC, metrics.templates.name(template)),
                        counts,
                        metrics.latencySumNs.get(template) / 1e9);
            }
        }
    }
}
