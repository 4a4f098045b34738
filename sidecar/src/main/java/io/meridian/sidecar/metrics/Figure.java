package io.meridian.sidecar.metrics;

import java.util.List;

/**
 * A figure that a process shows: declared once, so that what is exposed, the reference page, the alert rules and the dashboards speak of the same thing.
 *
 * @param name with dots, such as {@code meridian.bus.published}
 * @param unit such as {@code seconds}; empty where it is a number of things
 * @param text what it is, in a sentence
 * @param labels what its rows are told apart by, beside {@code deployment} and, in a sidecar, {@code plugin}
 */
public record Figure(String name, Kind kind, String unit, String text, List<String> labels) {
    /** How it behaves. */
    public enum Kind {
        /** Only grows, until its process starts anew. */
        COUNTER,
        /** As it is now. */
        GAUGE,
        /** Durations in buckets; percentiles by query. */
        HISTOGRAM
    }

    public Figure {
        labels = List.copyOf(labels);
    }

    public static Figure counter(String name, String unit, String text, String... labels) {
        return new Figure(name, Kind.COUNTER, unit, text, List.of(labels));
    }

    public static Figure gauge(String name, String unit, String text, String... labels) {
        return new Figure(name, Kind.GAUGE, unit, text, List.of(labels));
    }

    /** In seconds. */
    public static Figure histogram(String name, String text, String... labels) {
        return new Figure(name, Kind.HISTOGRAM, "seconds", text, List.of(labels));
    }

    /** The name in the text that Prometheus reads; of a histogram without {@code _bucket}, {@code _sum} and {@code _count}. */
    public String exposedName() {
        String base = name.replace('.', '_') + (unit.isEmpty() ? "" : "_" + unit);
        return kind == Kind.COUNTER ? base + "_total" : base;
    }

    /** The names of its rows. */
    public List<String> seriesNames() {
        String exposed = exposedName();
        return kind == Kind.HISTOGRAM
                ? List.of(exposed + "_bucket", exposed + "_sum", exposed + "_count")
                : List.of(exposed);
    }
}
