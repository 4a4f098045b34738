package io.meridian.cluster.state;

import java.util.Map;
import java.util.TreeMap;

/** Fields, of each of which the newest text counts: two nodes may write different ones at once. */
public record LatestFields(Map<String, Latest> fields) implements Convergent<LatestFields> {
    public static final LatestFields NONE = new LatestFields(Map.of());

    public LatestFields {
        fields = Map.copyOf(fields);
    }

    /** @param text null removes it */
    public LatestFields with(String field, String text, Stamp stamp) {
        return merge(new LatestFields(Map.of(field, new Latest(text, stamp))));
    }

    /** Those that are there, in the order of their names. */
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        fields.forEach((name, latest) -> {
            if (latest.text() != null) {
                texts.put(name, latest.text());
            }
        });
        return texts;
    }

    @Override
    public LatestFields merge(LatestFields other) {
        Map<String, Latest> merged = new TreeMap<>(fields);
        other.fields.forEach((name, latest) -> merged.merge(name, latest, Latest::merge));
        return new LatestFields(merged);
    }

    @Override
    public Stamp latest() {
        return fields.values().stream().map(Latest::stamp).max(Stamp::compareTo).orElse(null);
    }
}
