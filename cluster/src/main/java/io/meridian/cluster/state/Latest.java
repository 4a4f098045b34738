package io.meridian.cluster.state;

import java.util.Comparator;

/**
 * A text of which the newest counts.
 *
 * @param text null: it was removed
 * @param stamp null: nobody ever wrote it
 */
public record Latest(String text, Stamp stamp) implements Convergent<Latest> {
    /** No two texts have one stamp, and should two have it, all nodes still choose the same. */
    private static final Comparator<Latest> ORDER = Comparator.comparing(
                    Latest::stamp, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Latest::text, Comparator.nullsFirst(Comparator.naturalOrder()));

    public static final Latest NONE = new Latest(null, null);

    @Override
    public Latest merge(Latest other) {
        return ORDER.compare(this, other) >= 0 ? this : other;
    }

    @Override
    public Stamp latest() {
        return stamp;
    }
}
