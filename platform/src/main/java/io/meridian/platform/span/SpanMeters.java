package io.meridian.platform.span;

import io.meridian.sidecar.metrics.Figure;
import io.meridian.sidecar.metrics.Meters;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What whoever sends spans shows. */
public final class SpanMeters {
    public static final Figure SENT =
            Figure.counter("meridian.spans.sent", "", "Spans that the receiver took since the process started.");
    public static final Figure DROPPED = Figure.counter(
            "meridian.spans.dropped",
            "",
            "Spans that the receiver will never have, by reason: full (it does not keep up, or is away), unreachable"
                    + " (it did not answer in good time, again and again), refused (it said no).",
            "reason");
    public static final Figure BEHIND = Figure.gauge(
            "meridian.spans.behind",
            "seconds",
            "How old the last record that was read is; 0 when all of the audit log was read.");

    public static final List<Figure> ALL = List.of(SENT, DROPPED, BEHIND);

    private SpanMeters() {}

    /** Shows them. @param behindNs how old the last record is that was read */
    public static void addTo(Meters meters, SpanSender sender, LongSupplier behindNs) {
        meters.counter(SENT, sender::sent);
        for (SpanSender.Drop reason : SpanSender.Drop.values()) {
            meters.counter(DROPPED, Map.of("reason", reason.word()), () -> sender.dropped(reason));
        }
        meters.gauge(BEHIND, () -> behindNs.getAsLong() / 1e9);
    }
}
