package io.meridian.backtest.sweep;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The settings to try: each value of each with each value of all others. */
public final class Grid {
    /** More than a person can want; a typing error in a step is found here and not after a night. */
    private static final int MOST_RUNS = 100_000;

    private final Map<String, List<String>> axes;

    private Grid(Map<String, List<String>> axes) {
        this.axes = Collections.unmodifiableMap(axes);
    }

    /**
     * @param lines each {@code name=a,b,c} or {@code name=from..to:step}, where both ends belong to the range
     * @throws IllegalArgumentException when one cannot be read, and why
     */
    public static Grid parse(List<String> lines) {
        Map<String, List<String>> axes = new LinkedHashMap<>();
        long runs = 1;
        for (String line : lines) {
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).trim();
            if (name.isEmpty()) {
                throw new IllegalArgumentException(
                        "sweep=" + line + " does not name a setting. Write name=a,b,c or name=from..to:step.");
            }
            List<String> values = values(name, line.substring(equals + 1).trim());
            if (axes.put(name, values) != null) {
                throw new IllegalArgumentException("setting=" + name + " is swept twice. Give all its values at once.");
            }
            runs *= values.size();
            if (runs > MOST_RUNS) {
                throw new IllegalArgumentException("The sweep would take more than " + MOST_RUNS
                        + " runs. Use larger steps or sweep fewer settings at once.");
            }
        }
        if (axes.isEmpty()) {
            throw new IllegalArgumentException("Nothing is to be swept. Write name=a,b,c or name=from..to:step.");
        }
        return new Grid(axes);
    }

    private static List<String> values(String name, String text) {
        List<String> values = text.contains("..") ? range(name, text) : listed(name, text);
        if (new LinkedHashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException("setting=" + name + " has a value twice in values=" + text);
        }
        return List.copyOf(values);
    }

    private static List<String> listed(String name, String text) {
        List<String> values =
                Arrays.stream(text.split(",", -1)).map(String::trim).toList();
        if (values.contains("")) {
            throw new IllegalArgumentException("setting=" + name + " has an empty value in values=" + text);
        }
        return values;
    }

    private static List<String> range(String name, String text) {
        int dots = text.indexOf("..");
        int colon = text.indexOf(':', dots);
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "setting=" + name + " has the range=" + text + " without a step. Write from..to:step.");
        }
        BigDecimal from = number(name, text.substring(0, dots));
        BigDecimal to = number(name, text.substring(dots + 2, colon));
        BigDecimal step = number(name, text.substring(colon + 1));
        if (step.signum() <= 0 || from.compareTo(to) > 0) {
            throw new IllegalArgumentException("setting=" + name + " has the range=" + text
                    + ": the step must be above zero and from not above to.");
        }
        if (to.subtract(from).compareTo(step.multiply(BigDecimal.valueOf(MOST_RUNS))) >= 0) {
            throw new IllegalArgumentException(
                    "setting=" + name + " has the range=" + text + " of more than " + MOST_RUNS + " values.");
        }
        List<String> values = new ArrayList<>();
        for (BigDecimal value = from; value.compareTo(to) <= 0; value = value.add(step)) {
            values.add(value.toPlainString());
        }
        return values;
    }

    private static BigDecimal number(String name, String text) {
        String trimmed = text.trim();
        if (trimmed.length() > 40 || !trimmed.matches("[+-]?[0-9]+(\\.[0-9]+)?")) {
            throw new IllegalArgumentException("setting=" + name + " has a range with value=" + trimmed
                    + ", which is no number such as 10 or -0.25");
        }
        return new BigDecimal(trimmed);
    }

    /** The values of each swept setting, in the order in which they were given. */
    public Map<String, List<String>> axes() {
        return axes;
    }

    /** The settings of each run. The last setting changes first. */
    public List<Map<String, String>> runs() {
        List<Map<String, String>> runs = List.of(Map.of());
        for (Map.Entry<String, List<String>> axis : axes.entrySet()) {
            List<Map<String, String>> longer =
                    new ArrayList<>(runs.size() * axis.getValue().size());
            for (Map<String, String> run : runs) {
                for (String value : axis.getValue()) {
                    Map<String, String> with = new LinkedHashMap<>(run);
                    with.put(axis.getKey(), value);
                    longer.add(Collections.unmodifiableMap(with));
                }
            }
            runs = longer;
        }
        return runs;
    }
}
