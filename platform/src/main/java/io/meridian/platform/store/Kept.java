package io.meridian.platform.store;

import io.meridian.marketfiles.DataKind;
import io.meridian.platform.cli.ShownTable;
import io.meridian.storage.MarketStore;
import io.meridian.storage.Retention;
import io.meridian.storage.StoredTotal;
import io.meridian.storage.trading.TradingTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long a store keeps what, and how much of it there is: a line of texts for each kind. */
final class Kept {
    private Kept() {}

    /** How much market data there is. @param all of all kinds together */
    record Stock(Map<DataKind, StoredTotal> kinds, StoredTotal all) {
        /** For the thread that writes. */
        static Stock of(MarketStore store) {
            Map<DataKind, StoredTotal> kinds = new EnumMap<>(DataKind.class);
            for (DataKind kind : DataKind.values()) {
                kinds.put(kind, store.total(kind));
            }
            return new Stock(kinds, store.total());
        }
    }

    /** @param rows of what was traded */
    static List<List<String>> lines(Stock stock, Map<TradingTable, Long> rows, Retention retention) {
        List<List<String>> lines = new ArrayList<>();
        for (DataKind kind : DataKind.values()) {
            Retention.Bound bound = retention.market().getOrDefault(kind, new Retention.Bound(0, 0));
            StoredTotal total = stock.kinds().get(kind);
            lines.add(line(
                    kind.name().toLowerCase(Locale.ROOT) + "s",
                    bound.keepNs(),
                    bound.maxBytes(),
                    total.rows(),
                    total.bytes(),
                    total.firstNs()));
        }
        for (TradingTable table : TradingTable.values()) {
            lines.add(line(
                    table.label(), retention.keepNs().getOrDefault(table, 0L), 0, rows.getOrDefault(table, 0L), 0, 0));
        }
        StoredTotal all = stock.all();
        lines.add(line("all market data", 0, retention.maxBytes(), all.rows(), all.bytes(), all.firstNs()));
        return lines;
    }

    private static List<String> line(String what, long keepNs, long maxBytes, long rows, long bytes, long firstNs) {
        return List.of(
                what,
                Long.toString(keepNs),
                Long.toString(maxBytes),
                Long.toString(rows),
                Long.toString(bytes),
                Long.toString(firstNs));
    }

    /** What is not bounded, or not known, is null. */
    static Map<String, Object> fields(List<String> line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        long keepNs = Long.parseLong(line.get(1));
        fields.put("what", line.get(0));
        fields.put("keep_seconds", keepNs == 0 ? null : Duration.ofNanos(keepNs).toSeconds());
        fields.put("most_bytes", positive(line.get(2)));
        fields.put("rows", Long.parseLong(line.get(3)));
        fields.put("bytes", positive(line.get(4)));
        long firstNs = Long.parseLong(line.get(5));
        fields.put("oldest", firstNs == 0 ? null : ShownTable.time(firstNs).toString());
        return fields;
    }

    private static Long positive(String number) {
        long value = Long.parseLong(number);
        return value == 0 ? null : value;
    }
}
