package io.meridian.sidecar.metrics;

import java.util.List;

/** What a sidecar shows beside {@link JvmFigures}. */
public final class SidecarFigures {
    private static final String TOPIC = "topic";

    public static final Figure PUBLISHED = Figure.counter("meridian.bus.published", "", "Messages published.", TOPIC);
    public static final Figure PUBLISHED_BYTES =
            Figure.counter("meridian.bus.published.bytes", "", "Bytes of payload published.", TOPIC);
    public static final Figure DELIVERED = Figure.counter("meridian.bus.delivered", "", "Messages delivered.", TOPIC);
    public static final Figure DELIVERED_BYTES =
            Figure.counter("meridian.bus.delivered.bytes", "", "Bytes of payload delivered.", TOPIC);
    public static final Figure LATENCY = Figure.histogram(
            "meridian.bus.latency", "From the sidecar that published to the sidecar that delivers.", TOPIC);
    public static final Figure BACK_PRESSURE =
            Figure.counter("meridian.bus.backpressure", "", "Times the bus had no room.", TOPIC);
    public static final Figure DROPPED =
            Figure.counter("meridian.bus.dropped", "", "Messages dropped for want of room.", TOPIC);
    public static final Figure MISSING =
            Figure.counter("meridian.bus.missing", "", "Messages that a gap in the sequences shows.", TOPIC);
    public static final Figure DUPLICATES =
            Figure.counter("meridian.bus.duplicates", "", "Messages that came again.", TOPIC);
    public static final Figure DEAD_LETTERS = Figure.counter("meridian.dlq", "", "Dead letters.", TOPIC);
    public static final Figure LAG =
            Figure.gauge("meridian.consumer.lag", "", "Messages that wait for the plugin.", TOPIC);
    public static final Figure FULL = Figure.gauge(
            "meridian.consumer.full",
            "",
            "Subscriptions of the plugin with nearly all the messages waiting that may wait for it: what comes beyond"
                    + " stays on the bus, or is dropped.",
            TOPIC);
    public static final Figure DENIED =
            Figure.counter("meridian.acl.denied", "", "What was asked for and no grant allows.", TOPIC, "action");
    public static final Figure ERRORS =
            Figure.counter("meridian.errors", "", "What went wrong, refusals included.", "type");
    public static final Figure ATTACHED = Figure.gauge("meridian.plugin.attached", "", "1 while a plugin is attached.");
    public static final Figure HEARTBEAT_AGE = Figure.gauge(
            "meridian.plugin.heartbeat.age", "seconds", "Time since the plugin was last heard of; 0 when none is in.");
    public static final Figure PLUGIN_UPTIME =
            Figure.gauge("meridian.plugin.uptime", "seconds", "Time since the plugin attached; 0 when none is in.");
    public static final Figure RESTARTS =
            Figure.counter("meridian.plugin.restarts", "", "How often a plugin attached after the first time.");
    public static final Figure SAID = Figure.gauge(
            "meridian.plugin.figure", "", "What the plugin says of itself, by its own name for it.", "figure");
    public static final Figure LATCHED = Figure.gauge("meridian.sidecar.latched", "", "1 while the kill latch is set.");
    /** Of every process that has a bus. */
    public static final Figure CONNECTED =
            Figure.gauge("meridian.bus.connected", "", "1 while the process is connected to the engine of its bus.");

    public static final List<Figure> ALL = List.of(
            PUBLISHED,
            PUBLISHED_BYTES,
            DELIVERED,
            DELIVERED_BYTES,
            LATENCY,
            BACK_PRESSURE,
            DROPPED,
            MISSING,
            DUPLICATES,
            DEAD_LETTERS,
            LAG,
            FULL,
            DENIED,
            ERRORS,
            ATTACHED,
            HEARTBEAT_AGE,
            PLUGIN_UPTIME,
            RESTARTS,
            SAID,
            LATCHED,
            CONNECTED);

    private SidecarFigures() {}
}
