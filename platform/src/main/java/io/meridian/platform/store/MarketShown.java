package io.meridian.platform.store;

import io.meridian.bus.setting.SettingType;
import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.ShownTable;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.market.Mover;
import io.meridian.storage.market.StoredBar;
import io.meridian.storage.market.StoredRow;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a person sees of market data: lines of {@link MarketLines} as a table or as JSON. */
final class MarketShown {
    private static final String TRADES = "trades";

    private final MarketOrder.Question question;

    MarketShown(MarketOrder.Question question) {
        this.question = question;
    }

    void json(PrintWriter out, List<List<String>> lines) {
        lines.forEach(line -> out.println(Json.of(fields(line))));
    }

    /** All that a line says. */
    Map<String, Object> fields(List<String> line) {
        return switch (question) {
            case QUOTES, TRADES, LAST_QUOTES, LAST_TRADES -> fields(MarketLines.row(line));
            case BARS -> fields(MarketLines.bar(line));
            case MOVERS -> fields(MarketLines.mover(line));
        };
    }

    void table(PrintWriter out, List<List<String>> lines) {
        ShownTable table = new ShownTable();
        switch (question) {
            case QUOTES, LAST_QUOTES -> {
                table.text("time", "venue", "symbol").numbers("bid", "bid size", "ask", "ask size");
                lines.forEach(line -> table.add(cells(MarketLines.row(line))));
            }
            case TRADES, LAST_TRADES -> {
                table.text("time", "venue", "symbol").numbers("price", "size").text("id");
                lines.forEach(line -> table.add(cells(MarketLines.row(line))));
            }
            case BARS -> {
                table.text("begin", "venue", "symbol")
                        .numbers("open", "high", "low", "close", "volume")
                        .text("made of");
                lines.forEach(line -> {
                    StoredBar bar = MarketLines.bar(line);
                    List<Object> cells =
                            new ArrayList<>(List.of(ShownTable.time(bar.beginNs()), bar.venue(), bar.symbol()));
                    Stream.of(bar.open(), bar.high(), bar.low(), bar.close(), bar.volume())
                            .forEach(cells::add);
                    cells.add(madeOf(bar));
                    table.add(cells);
                });
            }
            case MOVERS -> {
                table.text("venue", "symbol")
                        .numbers("change", "from", "to", "low", "high")
                        .text("first", "last", "of");
                lines.forEach(line -> {
                    Mover mover = MarketLines.mover(line);
                    StoredBar whole = mover.whole();
                    table.add(List.of(
                            whole.venue(),
                            whole.symbol(),
                            percent(mover.change()),
                            whole.open(),
                            whole.close(),
                            whole.low(),
                            whole.high(),
                            ShownTable.shortTime(whole.beginNs()),
                            ShownTable.shortTime(whole.endNs()),
                            madeOf(whole)));
                });
            }
        }
        table.print(out);
    }

    private static List<Object> cells(StoredRow row) {
        List<Object> cells = new ArrayList<>(List.of(ShownTable.shortTime(row.timeNs()), row.venue(), row.symbol()));
        cells.addAll(row.numbers());
        if (row.kind() == DataKind.TRADE) {
            cells.add(row.id());
        }
        return cells;
    }

    private static String percent(BigDecimal part) {
        BigDecimal percent = part.movePointRight(2).setScale(2, RoundingMode.HALF_EVEN);
        return (percent.signum() > 0 ? "+" : "") + percent.toPlainString() + " %";
    }

    /** Of what bars are made: they say less when it is of something coarse. */
    private static String madeOf(StoredBar bar) {
        return bar.partNs() == 0
                ? TRADES
                : SettingType.duration().formatter().apply(Duration.ofNanos(bar.partNs())) + " bars";
    }

    private static Map<String, Object> fields(StoredRow row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", ShownTable.time(row.timeNs()).toString());
        fields.put("venue", row.venue());
        fields.put("symbol", row.symbol());
        fields.put("currency", row.currency());
        for (Field field : row.kind().fields()) {
            fields.put(field.column(), text(row.number(field)));
        }
        if (row.kind() == DataKind.TRADE) {
            fields.put("id", row.id());
        }
        return fields;
    }

    /** A text, as a reader of JSON may not keep all digits. */
    private static String text(Decimal number) {
        return number == null ? null : number.toString();
    }

    private static Map<String, Object> fields(StoredBar bar) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("begin", ShownTable.time(bar.beginNs()).toString());
        fields.put("end", ShownTable.time(bar.endNs()).toString());
        fields.put("venue", bar.venue());
        fields.put("symbol", bar.symbol());
        fields.put("currency", bar.currency());
        fields.put("open", text(bar.open()));
        fields.put("high", text(bar.high()));
        fields.put("low", text(bar.low()));
        fields.put("close", text(bar.close()));
        fields.put("volume", text(bar.volume()));
        fields.put("made_of", madeOf(bar));
        fields.put("parts", bar.parts());
        return fields;
    }

    private static Map<String, Object> fields(Mover mover) {
        Map<String, Object> fields = fields(mover.whole());
        fields.put("change", mover.change().toPlainString());
        return fields;
    }
}
