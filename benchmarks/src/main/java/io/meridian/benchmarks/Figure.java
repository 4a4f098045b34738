package io.meridian.benchmarks;

import java.util.Locale;

/**
 * One measured figure.
 *
 * @param name such as {@code bus.aeron.publish}
 * @param unit such as {@code ns/op}
 * @param ours what the product does
 * @param raw what the engine's own client does with the same work, or NaN where there is no peer
 * @param ratio ours to raw: the median over the pairs of runs, or NaN
 * @param runs how many pairs
 * @param most its goal: it should be no more; NaN where the goal, if it has one, is in the documentation alone
 */
record Figure(String name, String unit, double ours, double raw, double ratio, int runs, double most) {
    Figure(String name, String unit, double ours, double raw, double ratio, int runs) {
        this(name, unit, ours, raw, ratio, runs, Double.NaN);
    }

    private boolean isMet() {
        return ours <= most;
    }

    String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"name\":\"%s\",\"unit\":\"%s\",\"ours\":%s,\"raw\":%s,\"ratio\":%s,\"runs\":%d%s,\"java\":\"%s\",\"cpu\":\"%s\"}",
                name,
                unit,
                number(ours),
                number(raw),
                number(ratio),
                runs,
                Double.isNaN(most) ? "" : ",\"goal\":" + number(most) + ",\"met\":" + isMet(),
                System.getProperty("java.runtime.version"),
                Machine.cpu());
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "null";
        }
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.3f" : "%.0f", value);
    }

    String toLine() {
        return String.format(
                Locale.ROOT,
                "%-26s %14s %14s %8s  %s%s",
                name,
                grouped(ours),
                Double.isNaN(raw) ? "-" : grouped(raw),
                Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio),
                unit,
                Double.isNaN(most) ? "" : "; goal " + grouped(most) + ": " + (isMet() ? "yes" : "no"));
    }

    private static String grouped(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%,.2f" : "%,.0f", value);
    }
}
