package io.meridian.platform.store;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.MarketStore;
import io.meridian.storage.StoredSeries;
import io.meridian.storage.trading.TradingTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a store has. @param bytes its size on the disk @param traded rows of each table of trading */
record Contents(long bytes, int instruments, Map<TradingTable, Long> traded, List<StoredSeries> series) {
    /** The fields of the first line before those of trading. */
    private static final int HEAD = 3;

    static Contents of(MarketStore store, long bytes) {
        return new Contents(bytes, store.instruments().size(), store.trading().counts(), store.contents());
    }

    long rows() {
        return series.stream().mapToLong(StoredSeries::rows).sum();
    }

    /** As lines, so many at most, from a place on: not all of it may fit into one message. */
    List<List<String>> encode(int from, int most) {
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(
                List.of(Long.toString(bytes), Integer.toString(instruments), Integer.toString(series.size())));
        for (TradingTable table : TradingTable.values()) {
            head.add(Long.toString(traded.getOrDefault(table, 0L)));
        }
        lines.add(head);
        for (StoredSeries each : series.subList(Math.min(from, series.size()), Math.min(from + most, series.size()))) {
            lines.add(List.of(
                    each.kind().name(),
                    each.venue(),
                    each.symbol(),
                    Boolean.toString(each.imported()),
                    Long.toString(each.rows()),
                    Long.toString(each.firstNs()),
                    Long.toString(each.lastNs())));
        }
        return lines;
    }

    /** How many series there are, by the lines of one part. */
    static int count(List<List<String>> lines) {
        return Integer.parseInt(lines.getFirst().get(2));
    }

    /** With the series of parts that came before. */
    static Contents decode(List<List<String>> lines, List<StoredSeries> before) {
        List<StoredSeries> series = new ArrayList<>(before);
        for (List<String> line : lines.subList(1, lines.size())) {
            series.add(new StoredSeries(
                    DataKind.valueOf(line.get(0)),
                    line.get(1),
                    line.get(2),
                    Boolean.parseBoolean(line.get(3)),
                    Long.parseLong(line.get(4)),
                    Long.parseLong(line.get(5)),
                    Long.parseLong(line.get(6))));
        }
        List<String> head = lines.getFirst();
        Map<TradingTable, Long> traded = new EnumMap<>(TradingTable.class);
        for (TradingTable table : TradingTable.values()) {
            traded.put(table, Long.parseLong(head.get(HEAD + table.ordinal())));
        }
        return new Contents(Long.parseLong(head.get(0)), Integer.parseInt(head.get(1)), traded, series);
    }
}
