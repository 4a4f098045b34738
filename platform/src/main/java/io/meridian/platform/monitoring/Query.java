package io.meridian.platform.monitoring;

import io.meridian.sidecar.metrics.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Expressions that are made from figures: for the deployment that is chosen on the dashboard, and refused where a figure has no such label. */
final class Query {
    /** What every row has: of the process that shows it, and of the target that it is asked at. */
    private static final List<String> COMMON = List.of("deployment", "instance", "kind", "plugin");

    private static final String DEPLOYMENT = "job=\"meridian\",deployment=~\"$deployment\"";
    /** Rows of the plugin that is chosen. */
    static final String PLUGIN = "plugin=~\"$plugin\"";

    private Query() {}

    /** All rows of a figure. @param more selectors, such as {@code kind="kernel"} */
    static String rows(Figure figure, String... more) {
        if (figure.kind() == Figure.Kind.HISTOGRAM) {
            throw new IllegalArgumentException("figure=" + figure.name() + " is a histogram: ask for a quantile");
        }
        return select(figure.exposedName(), more);
    }

    /** The sum by these labels. */
    static String sum(Figure figure, String by, String... more) {
        return "sum by (" + checked(figure, by) + ") (" + rows(figure, more) + ")";
    }

    static String max(Figure figure, String by, String... more) {
        return "max by (" + checked(figure, by) + ") (" + rows(figure, more) + ")";
    }

    /** How fast a counter grows, a second, summed by these labels. */
    static String rate(Figure figure, String by, String... more) {
        if (figure.kind() != Figure.Kind.COUNTER) {
            throw new IllegalArgumentException("figure=" + figure.name() + " is no counter");
        }
        return "sum by (" + checked(figure, by) + ") (rate(" + rows(figure, more) + "[$__rate_interval]))";
    }

    /** A percentile, from the buckets of all rows together. */
    static String quantile(double share, Figure figure, String by, String... more) {
        if (figure.kind() != Figure.Kind.HISTOGRAM) {
            throw new IllegalArgumentException("figure=" + figure.name() + " is no histogram");
        }
        return String.format(
                Locale.ROOT,
                "histogram_quantile(%s, sum by (%s) (rate(%s[$__rate_interval])))",
                share,
                by.isEmpty() ? "le" : checked(figure, by) + ", le",
                select(figure.exposedName() + "_bucket", more));
    }

    /** What a recording rule keeps. */
    static String recorded(String name) {
        return name + "{deployment=~\"$deployment\"}";
    }

    private static String select(String name, String... more) {
        List<String> selectors = new ArrayList<>(List.of(DEPLOYMENT));
        selectors.addAll(List.of(more));
        return name + "{" + String.join(",", selectors) + "}";
    }

    private static String checked(Figure figure, String by) {
        for (String label : by.split(", ")) {
            if (!COMMON.contains(label) && !figure.labels().contains(label)) {
                throw new IllegalArgumentException("figure=" + figure.name() + " has no label=" + label);
            }
        }
        return by;
    }
}
