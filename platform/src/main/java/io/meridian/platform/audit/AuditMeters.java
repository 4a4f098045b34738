package io.meridian.platform.audit;

import io.meridian.audit.log.ClockFacts;
import io.meridian.audit.record.RecorderFigures;
import io.meridian.sidecar.metrics.Counts;
import io.meridian.sidecar.metrics.Figure;
import io.meridian.sidecar.metrics.Meters;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.EpochNanoClock;

/** What a recorder of the audit log shows. Its thread notes what it has, and whoever asks reads that. */
public final class AuditMeters {
    public static final Figure RECORDS = Figure.gauge("meridian.audit.records", "", "Records in the log.");
    public static final Figure MESSAGES =
            Figure.counter("meridian.audit.messages", "", "Durable messages recorded since the recorder started.");
    public static final Figure UNSEALED =
            Figure.gauge("meridian.audit.unsealed", "", "Records that no checkpoint counts yet.");
    public static final Figure SEALED_UP_TO = Figure.gauge(
            "meridian.audit.sealed.time",
            "seconds",
            "Up to when all that came is sealed by a checkpoint, as seconds since 1970. It moves on by itself while"
                    + " nothing comes, and stands still when the recorder does.");
    public static final Figure GAPS = Figure.counter(
            "meridian.audit.gaps",
            "",
            "What the three observers of a message do not agree on, by what was found: gap, unseen, not_delivered,"
                    + " overdue.",
            "found");
    public static final Figure TROUBLED = Figure.gauge(
            "meridian.audit.troubled", "", "1 while the disk, or the second place of checkpoints, takes nothing.");
    public static final Figure CLOCK_SYNCHRONISED =
            Figure.gauge("meridian.clock.synchronised", "", "1 while something keeps this machine's clock right.");
    public static final Figure CLOCK_ERROR = Figure.gauge(
            "meridian.clock.error", "seconds", "The bound of the clock's error; NaN where nothing keeps it right.");
    public static final Figure CLOCK_STEPS =
            Figure.counter("meridian.clock.steps", "", "How often the clock was seen to be set back.");

    public static final List<Figure> ALL = List.of(
            RECORDS, MESSAGES, UNSEALED, SEALED_UP_TO, GAPS, TROUBLED, CLOCK_SYNCHRONISED, CLOCK_ERROR, CLOCK_STEPS);

    private static final int RECORDED = 0;
    private static final int SEALED = 1;
    private static final int SEALED_NS = 2;
    private static final int OF_GAPS = 3;
    private static final int UNSEEN = 4;
    private static final int NOT_DELIVERED = 5;
    private static final int OVERDUE = 6;
    private static final int STEPS = 7;
    private static final int TROUBLE = 8;
    private static final int TAKEN = 9;
    private static final String FOUND = "found";

    private final EpochNanoClock clock;
    private final ClockFacts facts = new ClockFacts();
    private final Counts seen = new Counts(10);

    AuditMeters(EpochNanoClock clock) {
        this.clock = clock;
        seen.set(SEALED_NS, clock.nanoTime());
    }

    /** For the recorder's thread. */
    void look(RecorderFigures figures) {
        // Of what is sealed only now nobody knows the moment better than this look, which comes each few milliseconds.
        if (figures.sealed() == figures.records() || figures.sealed() != seen.get(SEALED)) {
            seen.set(SEALED_NS, clock.nanoTime());
        }
        seen.set(RECORDED, figures.records());
        seen.set(SEALED, figures.sealed());
        seen.set(OF_GAPS, figures.gaps());
        seen.set(UNSEEN, figures.unseen());
        seen.set(NOT_DELIVERED, figures.notDelivered());
        seen.set(OVERDUE, figures.overdue());
        seen.set(STEPS, figures.clockSteps());
        seen.set(TROUBLE, figures.isTroubled() ? 1 : 0);
        seen.set(TAKEN, figures.messages());
    }

    void addTo(Meters meters) {
        meters.gauge(RECORDS, () -> seen.get(RECORDED));
        meters.counter(MESSAGES, () -> seen.get(TAKEN));
        meters.gauge(UNSEALED, () -> Math.max(0, seen.get(RECORDED) - seen.get(SEALED)));
        meters.gauge(SEALED_UP_TO, () -> seen.get(SEALED_NS) / 1e9);
        meters.counter(GAPS, Map.of(FOUND, "gap"), () -> seen.get(OF_GAPS));
        meters.counter(GAPS, Map.of(FOUND, "unseen"), () -> seen.get(UNSEEN));
        meters.counter(GAPS, Map.of(FOUND, "not_delivered"), () -> seen.get(NOT_DELIVERED));
        meters.counter(GAPS, Map.of(FOUND, "overdue"), () -> seen.get(OVERDUE));
        meters.gauge(TROUBLED, () -> seen.get(TROUBLE));
        meters.counter(CLOCK_STEPS, () -> seen.get(STEPS));
        meters.gauge(CLOCK_SYNCHRONISED, () -> {
            facts.refresh();
            return facts.state() == ClockFacts.SYNCHRONISED ? 1 : 0;
        });
        meters.gauge(CLOCK_ERROR, () -> facts.errorNs() < 0 ? Double.NaN : facts.errorNs() / 1e9);
    }
}
