package io.meridian.sdk.runtime;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** For a runtime: the figures that go with a plugin's signs of life. */
public final class Figures {
    private static final int MAX = 8;

    private final Map<String, Double> values = new TreeMap<>();

    /** @throws IllegalArgumentException when it would be one too many */
    public void set(String name, double value) {
        if (!values.containsKey(name) && values.size() == MAX) {
            throw new IllegalArgumentException(
                    "figure=" + name + " is one too many: there are " + MAX + " already, " + values.keySet());
        }
        values.put(name, value);
    }

    public Map<String, Double> values() {
        return Collections.unmodifiableMap(values);
    }
}
