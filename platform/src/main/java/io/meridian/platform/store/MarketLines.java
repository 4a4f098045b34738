package io.meridian.platform.store;

import io.meridian.marketfiles.DataKind;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.market.Mover;
import io.meridian.storage.market.StoredBar;
import io.meridian.storage.market.StoredRow;
import java.util.ArrayList;
import java.util.List;

/** What a store says of market data, as the fields of a line. */
final class MarketLines {
    private static final int ROW_HEAD = 7;

    private MarketLines() {}

    static List<String> line(StoredRow row) {
        List<String> line = new ArrayList<>(List.of(
                row.kind().name(),
                Long.toString(row.came()),
                Long.toString(row.timeNs()),
                row.venue(),
                row.symbol(),
                row.currency(),
                row.id()));
        row.numbers().forEach(number -> line.add(Digits.text(number)));
        return line;
    }

    static StoredRow row(List<String> line) {
        List<Decimal> numbers = new ArrayList<>();
        line.subList(ROW_HEAD, line.size()).forEach(field -> numbers.add(Digits.number(field)));
        return new StoredRow(
                DataKind.valueOf(line.get(0)),
                Long.parseLong(line.get(1)),
                Long.parseLong(line.get(2)),
                line.get(3),
                line.get(4),
                line.get(5),
                line.get(6),
                numbers);
    }

    static List<String> line(StoredBar bar) {
        return List.of(
                Long.toString(bar.beginNs()),
                Long.toString(bar.endNs()),
                bar.venue(),
                bar.symbol(),
                bar.currency(),
                Digits.text(bar.open()),
                Digits.text(bar.high()),
                Digits.text(bar.low()),
                Digits.text(bar.close()),
                Digits.text(bar.volume()),
                Long.toString(bar.parts()),
                Long.toString(bar.partNs()));
    }

    static StoredBar bar(List<String> line) {
        return new StoredBar(
                Long.parseLong(line.get(0)),
                Long.parseLong(line.get(1)),
                line.get(2),
                line.get(3),
                line.get(4),
                Digits.number(line.get(5)),
                Digits.number(line.get(6)),
                Digits.number(line.get(7)),
                Digits.number(line.get(8)),
                Digits.number(line.get(9)),
                Long.parseLong(line.get(10)),
                Long.parseLong(line.get(11)));
    }

    /** Its change follows from its prices. */
    static Mover mover(List<String> line) {
        return Mover.of(bar(line));
    }
}
