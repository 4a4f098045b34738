package io.meridian.storage;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import io.meridian.marketfiles.MarketRow;
import io.meridian.marketfiles.Selection;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.market.Mover;
import io.meridian.storage.market.PastQuery;
import io.meridian.storage.market.PastRow;
import io.meridian.storage.market.StoredBar;
import io.meridian.storage.market.StoredRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Rows in lists, and the plainest answers to what a store is asked about them. */
final class MarketModel {
    private static final Comparator<StoredRow> AS_THEY_CAME =
            Comparator.comparingLong(StoredRow::timeNs).thenComparingLong(StoredRow::came);

    private final Map<DataKind, List<StoredRow>> rows = new EnumMap<>(DataKind.class);
    private final Map<DataKind, Long> came = new EnumMap<>(DataKind.class);
    private final Map<StoredRow, Long> periods = new IdentityHashMap<>();
    private final Map<StoredRow, PastRow> messages = new IdentityHashMap<>();

    MarketModel() {
        for (DataKind kind : DataKind.values()) {
            rows.put(kind, new ArrayList<>());
        }
    }

    void append(RowBatch batch) {
        for (DataKind kind : DataKind.values()) {
            for (int i = 0; i < batch.of(kind).size(); i++) {
                MarketRow row = batch.of(kind).row(i);
                List<Decimal> numbers = new ArrayList<>();
                for (Field field : kind.fields()) {
                    numbers.add(row.has(field) ? new Decimal(row.mantissa(field), row.scale(field)) : null);
                }
                StoredRow kept = new StoredRow(
                        kind,
                        came.merge(kind, 1L, Long::sum),
                        row.timeNs(),
                        row.venue(),
                        row.symbol(),
                        row.currency(),
                        row.tradeId().toString(),
                        numbers);
                rows.get(kind).add(kept);
                periods.put(kept, row.periodNs());
                messages.put(
                        kept,
                        new PastRow(
                                kept,
                                row.periodNs(),
                                batch.of(kind).source(i),
                                batch.of(kind).sequence(i)));
            }
        }
    }

    /** @param imported whether those that were imported go, or the others */
    void remove(DataKind kind, Selection selection, boolean imported) {
        rows.get(kind)
                .removeIf(row -> selection.wants(row.symbol())
                        && row.timeNs() >= selection.fromNs()
                        && row.timeNs() < selection.toNs()
                        && messages.get(row).sequence() == RowBatch.IMPORTED == imported);
    }

    private Stream<StoredRow> of(DataKind kind, Selection selection) {
        return rows.get(kind).stream().filter(row -> selection.wants(row.symbol()));
    }

    List<StoredRow> rows(DataKind kind, Selection selection) {
        return of(kind, selection)
                .filter(row -> row.timeNs() >= selection.fromNs() && row.timeNs() < selection.toNs())
                .sorted(AS_THEY_CAME.reversed())
                .toList();
    }

    List<PastRow> past(PastQuery query) {
        return rows.get(query.kind()).stream()
                .filter(row -> row.venue().equals(query.venue()) && row.symbol().equals(query.symbol()))
                .filter(row -> row.timeNs() >= query.fromNs() && (query.toNs() == 0 || row.timeNs() < query.toNs()))
                .sorted(query.afterCame() == 0 ? AS_THEY_CAME : Comparator.comparingLong(StoredRow::came))
                .map(messages::get)
                .filter(row -> query.periodNs() == 0 || row.periodNs() == query.periodNs())
                .filter(row -> query.afterCame() == 0 || row.row().came() > query.afterCame() && row.sequence() > 0)
                .filter(row -> row.row().came() <= query.upToCame())
                .toList();
    }

    List<StoredRow> last(DataKind kind, Selection selection) {
        Map<String, StoredRow> last = new TreeMap<>();
        for (StoredRow row : rows(kind, selection).reversed()) {
            last.put(instrument(row), row);
        }
        return List.copyOf(last.values());
    }

    private static String instrument(StoredRow row) {
        return row.symbol() + " " + row.venue();
    }

    /** In order of time; of bars that are there twice the one that came last. */
    private Map<String, List<StoredRow>> byInstrument(Stream<StoredRow> all) {
        Map<String, List<StoredRow>> found = new TreeMap<>();
        Map<String, StoredRow> once = new HashMap<>();
        all.sorted(AS_THEY_CAME)
                .forEach(row -> once.put(
                        row.kind() == DataKind.BAR
                                ? instrument(row) + " " + row.timeNs() + " " + periods.get(row)
                                : "trade " + row.came(),
                        row));
        once.values().stream()
                .sorted(AS_THEY_CAME)
                .forEach(row -> found.computeIfAbsent(instrument(row), key -> new ArrayList<>())
                        .add(row));
        return found;
    }

    List<StoredBar> bars(Selection selection, long period) {
        long from = up(selection.fromNs(), period);
        long to = up(selection.toNs(), period);
        Map<String, List<StoredRow>> bars =
                byInstrument(of(DataKind.BAR, selection).filter(row -> begin(row) >= from && row.timeNs() <= to));
        Map<String, List<StoredRow>> trades =
                byInstrument(of(DataKind.TRADE, selection).filter(row -> row.timeNs() >= from && row.timeNs() < to));
        TreeSet<String> instruments = new TreeSet<>(bars.keySet());
        instruments.addAll(trades.keySet());
        List<StoredBar> made = new ArrayList<>();
        for (String each : instruments) {
            long part = base(bars.getOrDefault(each, List.of()), period);
            List<StoredRow> parts = part == 0
                    ? trades.getOrDefault(each, List.of())
                    : bars.get(each).stream()
                            .filter(row -> periods.get(row) == part)
                            .toList();
            ToLongFunction<StoredRow> begin =
                    row -> Math.floorDiv(part == 0 ? row.timeNs() : begin(row), period) * period;
            parts.stream()
                    .map(begin::applyAsLong)
                    .distinct()
                    .forEach(time -> made.add(bar(
                            parts.stream()
                                    .filter(row -> begin.applyAsLong(row) == time)
                                    .toList(),
                            time,
                            time + period,
                            part)));
        }
        made.sort(Comparator.comparingLong(StoredBar::beginNs)
                .reversed()
                .thenComparing(StoredBar::symbol)
                .thenComparing(StoredBar::venue));
        return made;
    }

    private static long up(long ns, long period) {
        return ns == Long.MIN_VALUE || ns == Long.MAX_VALUE ? ns : Math.ceilDiv(ns, period) * period;
    }

    private long begin(StoredRow bar) {
        return bar.timeNs() - periods.get(bar);
    }

    private long base(List<StoredRow> bars, long period) {
        TreeSet<Long> fitting = new TreeSet<>();
        bars.forEach(bar -> fitting.add(periods.get(bar)));
        fitting.removeIf(part -> part == 0 || period % part != 0);
        bars.stream()
                .filter(bar -> Math.floorMod(begin(bar), period) + periods.get(bar) > period)
                .forEach(bar -> fitting.remove(periods.get(bar)));
        return fitting.isEmpty() ? 0 : fitting.last();
    }

    /** @param parts in order */
    private static StoredBar bar(List<StoredRow> parts, long beginNs, long endNs, long part) {
        boolean trades = parts.getFirst().kind() == DataKind.TRADE;
        List<Decimal> volumes = parts.stream()
                .map(row -> row.number(trades ? Field.SIZE : Field.VOLUME))
                .toList();
        return new StoredBar(
                beginNs,
                endNs,
                parts.getFirst().venue(),
                parts.getFirst().symbol(),
                parts.stream()
                        .map(StoredRow::currency)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                parts.getFirst().number(trades ? Field.PRICE : Field.OPEN),
                parts.stream()
                        .map(row -> row.number(trades ? Field.PRICE : Field.HIGH))
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                parts.stream()
                        .map(row -> row.number(trades ? Field.PRICE : Field.LOW))
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                parts.getLast().number(trades ? Field.PRICE : Field.CLOSE),
                volumes.contains(null)
                        ? null
                        : volumes.stream().reduce(Decimal::plus).orElseThrow(),
                parts.size(),
                part);
    }

    List<Mover> movers(Selection selection) {
        Map<String, List<StoredRow>> trades = byInstrument(rows(DataKind.TRADE, selection).stream());
        Map<String, List<StoredRow>> bars = byInstrument(of(DataKind.BAR, selection)
                .filter(row -> begin(row) >= selection.fromNs() && row.timeNs() <= selection.toNs()));
        List<Mover> movers = new ArrayList<>();
        trades.values().forEach(all -> movers.add(mover(all, 0)));
        bars.forEach((instrument, all) -> {
            if (!trades.containsKey(instrument)) {
                long part = all.stream().mapToLong(periods::get).min().orElseThrow();
                movers.add(mover(
                        all.stream().filter(row -> periods.get(row) == part).toList(), part));
            }
        });
        movers.sort(Mover.FURTHEST_FIRST);
        return movers;
    }

    private static Mover mover(List<StoredRow> parts, long part) {
        return Mover.of(bar(parts, parts.getFirst().timeNs(), parts.getLast().timeNs(), part));
    }
}
