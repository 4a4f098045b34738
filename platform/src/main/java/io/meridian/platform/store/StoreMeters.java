package io.meridian.platform.store;

import io.meridian.sidecar.metrics.Figure;
import io.meridian.sidecar.metrics.Meters;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What the store's service shows. */
public final class StoreMeters {
    public static final Figure ROWS =
            Figure.counter("meridian.store.rows", "", "Rows stored, by what they tell of: market or trading.", "data");
    public static final Figure BATCHES = Figure.counter("meridian.store.batches", "", "Batches of market data stored.");
    public static final Figure REFUSED =
            Figure.counter("meridian.store.refused", "", "Messages that are no market data, or say what cannot be.");
    public static final Figure FAILED =
            Figure.counter("meridian.store.failed", "", "Rows that the store did not take.");
    public static final Figure RETRIED = Figure.counter(
            "meridian.store.retried", "", "How often something was given to the store again, as it was away.");
    public static final Figure LOST = Figure.counter(
            "meridian.store.lost", "", "Messages of market data that did not come, judged by the sequences of others.");
    public static final Figure WAITING =
            Figure.gauge("meridian.store.waiting", "", "Rows that wait to be stored, in memory or in the spool.");
    public static final Figure LAG = Figure.gauge(
            "meridian.store.lag",
            "seconds",
            "How long nothing was stored while something waits; 0 when nothing waits.");
    public static final Figure AWAY =
            Figure.gauge("meridian.store.away", "", "1 while the database takes nothing, and is asked again.");
    public static final Figure SPOOL =
            Figure.gauge("meridian.store.spool", "bytes", "What waits on the disk for the database.");
    public static final Figure SPOOL_MAX =
            Figure.gauge("meridian.store.spool.max", "bytes", "What may wait on the disk; 0: nothing.");

    public static final List<Figure> ALL =
            List.of(ROWS, BATCHES, REFUSED, FAILED, RETRIED, LOST, WAITING, LAG, AWAY, SPOOL, SPOOL_MAX);

    private StoreMeters() {}

    static void addTo(Meters meters, StoreFigures figures, long spoolMax) {
        meters.counter(ROWS, Map.of("data", "market"), figures.stored::get);
        meters.counter(ROWS, Map.of("data", "trading"), figures.traded::get);
        counter(meters, BATCHES, figures.batches);
        counter(meters, REFUSED, figures.refused);
        counter(meters, FAILED, figures.failed);
        counter(meters, RETRIED, figures.retried);
        counter(meters, LOST, figures.lost);
        meters.gauge(WAITING, figures.waiting::get);
        meters.gauge(LAG, figures::lagSeconds);
        meters.gauge(AWAY, () -> figures.away ? 1 : 0);
        meters.gauge(SPOOL, figures.spoolBytes::get);
        meters.gauge(SPOOL_MAX, () -> spoolMax);
    }

    private static void counter(Meters meters, Figure figure, AtomicLong count) {
        meters.counter(figure, count::get);
    }
}
