package io.meridian.backtest.replay;

import io.meridian.sdk.record.Entry;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A difference for people: what the plugin saw, and what it said then and now, side by side. */
public final class DifferenceText {
    private static final int WIDE = 44;

    private DifferenceText() {}

    /** Lines, each with its end. */
    public static String of(Difference difference) {
        StringBuilder text = new StringBuilder();
        Entry input = difference.input();
        text.append("The plugin saw (entry ").append(input.place()).append("):\n");
        EntryText.fields(input).forEach((name, value) -> text.append(String.format("    %-24s %s%n", name, value)));
        Entry recorded = difference.recorded();
        text.append(
                recorded == null
                        ? "and then said nothing more, but says more now:\n"
                        : "and then said (entry " + recorded.place() + ")"
                                + (difference.replayed() == null ? ", but now says nothing more:\n" : ":\n"));
        Map<String, String> before = recorded == null ? Map.of() : EntryText.fields(recorded);
        Map<String, String> now = difference.replayed() == null ? Map.of() : EntryText.fields(difference.replayed());
        text.append(row("", "", "in the recording", "in the replay"));
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            String one = before.getOrDefault(name, "-");
            String other = now.getOrDefault(name, "-");
            text.append(row(one.equals(other) ? " " : "*", name, one, other));
        }
        if (!before.isEmpty() && before.equals(now)) {
            // As when bytes differ that no field shows.
            text.append("All that can be shown is the same; the bytes differ: ")
                    .append(firstDifferentByte(recorded, difference.replayed()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String row(String mark, String name, String one, String other) {
        return (String.format("  %1s %-24s %-" + WIDE + "s %s", mark, name, one, other)).stripTrailing() + "\n";
    }

    private static String firstDifferentByte(Entry one, Entry other) {
        for (int i = 0; i < one.values().size(); i++) {
            if (one.values().get(i) instanceof byte[] bytes && other.values().get(i) instanceof byte[] others) {
                int at = java.util.Arrays.mismatch(bytes, others);
                if (at >= 0) {
                    return "byte " + at + " of " + one.kind().fields().get(i).name();
                }
            }
        }
        return "no byte of a field";
    }
}
