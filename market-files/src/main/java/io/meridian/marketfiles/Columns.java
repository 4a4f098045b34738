package io.meridian.marketfiles;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which column of a file is what, and so what the file tells of. */
final class Columns {
    static final String TIME = "time";
    static final String BEGIN = "begin";
    static final String SYMBOL = "symbol";
    static final String VENUE = "venue";
    static final String CURRENCY = "currency";
    static final String PERIOD = "period";
    static final String ID = "id";
    static final String TICK_SIZE = "tick_size";
    static final String LOT_SIZE = "lot_size";
    static final String KIND = "kind";
    static final String SETTLEMENT_DAYS = "settlement_days";
    static final String TITLE = "title";

    private static final Set<String> KNOWN = known();

    private final List<String> header;
    private final FileOptions options;

    /** @throws BadRow when a column is there twice */
    Columns(List<String> names, FileOptions options) {
        this.options = options;
        header = names.stream().map(FileOptions::normal).toList();
        Set<String> seen = new HashSet<>();
        for (String name : header) {
            if (!name.isEmpty() && !seen.add(name)) {
                throw new BadRow("column=" + name + " is there twice in columns=" + header);
            }
        }
    }

    private static Set<String> known() {
        Set<String> names = new HashSet<>(List.of(
                TIME, BEGIN, SYMBOL, VENUE, CURRENCY, PERIOD, ID, TICK_SIZE, LOT_SIZE, KIND, SETTLEMENT_DAYS, TITLE));
        for (Field field : Field.values()) {
            names.add(field.column());
        }
        return Set.copyOf(names);
    }

    static String requireKnown(String column) {
        String name = FileOptions.normal(column);
        if (!KNOWN.contains(name)) {
            throw new IllegalArgumentException("column=" + column + " is none that is read; those are "
                    + KNOWN.stream().sorted().toList());
        }
        return name;
    }

    int count() {
        return header.size();
    }

    /** Where it is in the file, from 0; -1 when it is not there. */
    int index(String column) {
        return header.indexOf(options.columns().getOrDefault(column, column));
    }

    boolean has(String column) {
        return index(column) >= 0;
    }

    boolean isOfInstruments() {
        return has(TICK_SIZE) && !has(TIME) && !has(BEGIN);
    }

    /** @throws BadRow when the columns are those of no kind, or of several */
    DataKind kind() {
        List<DataKind> found =
                Arrays.stream(DataKind.values()).filter(this::isOf).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new BadRow("columns=" + header
                + (found.isEmpty() ? " are those of no kind" : " are those of several kinds " + found)
                + ": expected open, high, low and close for bars, bid and ask for quotes, price and size for trades,"
                + " or symbol and tick_size for instruments. When they have other names, say which is which, such as"
                + " open=Open");
    }

    private boolean isOf(DataKind kind) {
        return switch (kind) {
            case BAR -> has("open") && has("high") && has("low") && has("close");
            case QUOTE -> has("bid") && has("ask");
            case TRADE -> has("price") && has("size");
        };
    }

    /** @throws BadRow when there is none */
    int stamp(DataKind kind) {
        int time = index(TIME);
        int begin = kind == DataKind.BAR ? index(BEGIN) : -1;
        if (time < 0 && begin < 0) {
            throw new BadRow("columns=" + header + " have no time: expected "
                    + (kind == DataKind.BAR ? "time, when a bar ends, or begin" : "time")
                    + ". When it has another name, say which it is, such as time=Timestamp");
        }
        return time >= 0 ? time : begin;
    }

    /** Whether the stamp is when a bar begins, and not when it ends. */
    boolean isStampedAtBegin(DataKind kind) {
        return kind == DataKind.BAR && !has(TIME);
    }

    /** Where each number of a kind is in the file, by its place; -1 when it is not there. */
    int[] numbers(DataKind kind) {
        return kind.fields().stream().mapToInt(field -> index(field.column())).toArray();
    }
}
