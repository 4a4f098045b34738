package io.meridian.platform.watch;

import io.meridian.bus.Bus;
import io.meridian.bus.topic.Topic;
import io.meridian.platform.cli.Notices;
import io.meridian.platform.store.StoreGauge;
import io.meridian.platform.watch.Snapshot.Latency;
import io.meridian.platform.watch.Snapshot.Price;
import io.meridian.platform.watch.Snapshot.Target;
import io.meridian.platform.watch.Snapshot.Traffic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Turns meter readings into snapshots. For one thread. */
final class SnapshotSource {
    private static final int PRICES = 6;
    private static final int TARGETS = 6;

    private final Bus bus;
    private final Notices notices;
    private final String pattern;
    private final TrafficMeter main;
    private final TrafficMeter durable;
    private final TradingMeter trading;
    private final SidecarReadings sidecars;
    private final StoreGauge store;
    private final long startNs;
    private final List<Topic> priced = new ArrayList<>();
    private long beforeNs;
    private TrafficMeter.Reading mainBefore;
    private TrafficMeter.Reading durableBefore;

    /** {@code durable}, {@code trading} and {@code store} may be null. */
    SnapshotSource(
            Bus bus,
            Notices notices,
            String pattern,
            TrafficMeter main,
            TrafficMeter durable,
            TradingMeter trading,
            SidecarReadings sidecars,
            StoreGauge store) {
        this.bus = bus;
        this.notices = notices;
        this.pattern = pattern;
        this.main = main;
        this.durable = durable;
        this.trading = trading;
        this.sidecars = sidecars;
        this.store = store;
        startNs = System.nanoTime();
        beforeNs = startNs;
        mainBefore = main.read();
        durableBefore = durable == null ? null : durable.read();
    }

    /** What came since the last one. */
    Snapshot take() {
        long now = System.nanoTime();
        double seconds = Math.max(1e-9, (now - beforeNs) / 1e9);
        beforeNs = now;
        TrafficMeter.Reading mainNow = main.read();
        Traffic traffic = traffic(mainBefore, mainNow, seconds);
        mainBefore = mainNow;
        return new Snapshot(
                bus.capabilities().engine(),
                bus.config().deployment(),
                Math.round((now - startNs) / 1e9),
                bus.isConnected(),
                bus.isConnected() ? null : notices.problem(),
                pattern,
                traffic,
                main.topics().size(),
                durable == null ? null : durable(seconds),
                prices(),
                targets(),
                trading == null ? null : trading.read(),
                store == null ? null : store.read(),
                sidecars.read(seconds));
    }

    private Traffic durable(double seconds) {
        TrafficMeter.Reading now = durable.read();
        Traffic traffic = traffic(durableBefore, now, seconds);
        durableBefore = now;
        return traffic;
    }

    private List<Target> targets() {
        return durable == null
                ? List.of()
                : durable.targets().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .limit(TARGETS)
                        .map(entry -> new Target(entry.getKey(), entry.getValue()))
                        .toList();
    }

    private static Traffic traffic(TrafficMeter.Reading before, TrafficMeter.Reading now, double seconds) {
        Histogram histogram = now.latencies();
        boolean none = histogram.getTotalCount() == 0;
        Latency latency = none
                ? new Latency(0, 0, 0, 0)
                : new Latency(
                        histogram.getValueAtPercentile(50),
                        histogram.getValueAtPercentile(99),
                        histogram.getValueAtPercentile(99.9),
                        histogram.getMaxValue());
        return new Traffic(
                Math.round((now.messages() - before.messages()) / seconds),
                Math.round((now.bytes() - before.bytes()) / seconds),
                now.messages(),
                now.lost(),
                now.duplicates(),
                latency);
    }

    /** Of the first few instruments by name, chosen once, so that rows keep their places. */
    private List<Price> prices() {
        if (priced.size() < PRICES && main.topics().size() > priced.size()) {
            priced.clear();
            main.topics().entrySet().stream()
                    .filter(entry -> !Double.isNaN(entry.getValue().ask()))
                    .map(Map.Entry::getKey)
                    .sorted(Comparator.comparing(Topic::name))
                    .limit(PRICES)
                    .forEach(priced::add);
        }
        return priced.stream()
                .map(topic -> {
                    TrafficMeter.LastQuote last = main.topics().get(topic);
                    return new Price(instrument(topic), last.bid(), last.ask());
                })
                .toList();
    }

    private static String instrument(Topic topic) {
        String[] segments = topic.name().split("\\.");
        return segments[segments.length - 2] + " " + segments[segments.length - 1];
    }
}
