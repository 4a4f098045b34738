package io.meridian.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.FileOptions;
import io.meridian.marketfiles.MarketCursor;
import io.meridian.marketfiles.MarketFiles;
import io.meridian.marketfiles.MarketRow;
import io.meridian.marketfiles.Selection;
import io.meridian.plugin.contract.value.Decimal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What every engine under {@link MarketStore} must do: from the store into Parquet files, and out of them by the reader of market data: digit for digit. */
public abstract class RoundTripConformance {
    /** A row as it is made. @param kind 0 a quote, 1 a trade, 2 a bar */
    record Made(int kind, long timeNs, String symbol, Decimal one, Decimal other, String id, long periodNs) {}

    @Provide
    Arbitrary<List<Made>> rows() {
        Arbitrary<Decimal> any = Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.longs().between(-1_000_000, 1_000_000)),
                                Tuple.of(1, Arbitraries.longs().greaterOrEqual(-Long.MAX_VALUE))),
                        Arbitraries.integers().between(0, 18))
                .as(Decimal::new);
        Arbitrary<Decimal> cents =
                Arbitraries.longs().between(-999_999, 999_999).map(count -> new Decimal(count, 2));
        // Most columns have one scale, as those of a market do; some have many.
        return Arbitraries.of(true, false)
                .flatMap(even -> Combinators.combine(
                                Arbitraries.integers().between(0, 2),
                                Arbitraries.longs().between(-2_000_000_000_000_000_000L, 4_000_000_000_000_000_000L),
                                Arbitraries.of("A", "B-1", "C_c"),
                                even ? cents : any,
                                even ? cents : any,
                                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(40),
                                Arbitraries.longs().between(1, 366L * 86_400 * 1_000_000_000L))
                        .as(Made::new)
                        .list()
                        .ofMaxSize(20)
                        .filter(list -> !list.isEmpty()));
    }

    /** Opens an empty store. @param folder for an engine that keeps files */
    protected abstract MarketStore open(Path folder);

    @Property
    void shouldReadTheSameDigitsWhenRowsWentThroughTheStore(@ForAll("rows") List<Made> made) throws IOException {
        Path folder = Files.createTempDirectory("round-trip");
        RowBatch batch = new RowBatch();
        Rows rows = new Rows();
        for (Made each : made) {
            Decimal size =
                    new Decimal(Math.abs(each.other().mantissa()), each.other().scale());
            switch (each.kind()) {
                case 0 -> rows.quote(batch, each.timeNs(), each.symbol(), each.one(), each.other());
                case 1 -> rows.trade(batch, each.timeNs(), each.symbol(), each.id(), each.one(), size);
                default -> rows.bar(batch, each.timeNs(), each.periodNs(), each.symbol(), each.one(), size, 1);
            }
        }
        List<String> expected = new ArrayList<>();
        for (DataKind kind : DataKind.values()) {
            for (int i = 0; i < batch.of(kind).size(); i++) {
                expected.add(all(batch.of(kind).row(i)));
            }
        }
        try (MarketStore store = open(folder.resolve("store"))) {
            store.append(batch);
            StoreExport.write(store, Selection.all(), folder.resolve("files"), false);
        }
        List<String> read = new ArrayList<>();
        long last = Long.MIN_VALUE;
        try (MarketCursor cursor =
                MarketFiles.open(folder.resolve("files").toString(), Selection.all(), FileOptions.defaults())) {
            while (cursor.next()) {
                read.add(all(cursor.row()));
                assertEquals(true, cursor.row().timeNs() >= last);
                last = cursor.row().timeNs();
            }
        }
        expected.sort(null);
        read.sort(null);
        assertEquals(expected, read);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String all(MarketRow row) {
        return row + " id=" + row.tradeId() + " period=" + row.periodNs() + " currency=" + row.currency();
    }
}
