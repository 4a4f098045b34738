package io.meridian.marketfiles;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Quotes, trades or bars in a Parquet file. */
final class ParquetFile extends DataFile {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    /** What the database leaves out only saves work: this much too much is read, and then looked at exactly. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final ParquetTable table;
    private final NumberText number = new NumberText();
    private final TimeText time = new TimeText();
    private final ParquetColumn stamp;
    private final int stampAt;
    private final boolean stampedAtBegin;
    private final Words symbols;
    private final Words venues;
    private final Words currencies;
    private final Words periods;
    private final long[] periodNs;
    private final int idAt;
    private final int rowNumberAt;
    private final ParquetColumn[] numbers;
    private final int[] numbersAt;
    private final long fixedPeriodNs;

    /** A column of texts that repeat, or one text for all rows. */
    private record Words(List<String> words, int at) {}

    /** @throws BadRow when its columns are not those of market data */
    private ParquetFile(
            Path path, FileOptions options, Selection selection, ParquetTable table, Columns columns, long periodNs) {
        super(path, options, selection, columns.kind());
        this.table = table;
        fixedPeriodNs = periodNs;
        rowNumberAt = table.want("CAST(file_row_number AS BIGINT)");
        int stampColumn = columns.stamp(row.kind);
        stampedAtBegin = columns.isStampedAtBegin(row.kind);
        stamp = ParquetColumn.time(table.name(stampColumn), table.type(stampColumn));
        stampAt = table.want(stamp.expression());
        symbols = words(columns, Columns.SYMBOL, Names.SYMBOL, Locations.stem(path));
        venues = words(columns, Columns.VENUE, Names.VENUE, options.venue());
        currencies = words(columns, Columns.CURRENCY, Names.CURRENCY, options.currency());
        boolean hasPeriod = row.kind == DataKind.BAR && columns.has(Columns.PERIOD);
        periods = hasPeriod ? words(columns, Columns.PERIOD, 0, "") : new Words(List.of(), -1);
        this.periodNs = periods.words().stream().mapToLong(Periods::parse).toArray();
        int id = row.kind == DataKind.TRADE ? columns.index(Columns.ID) : -1;
        idAt = id < 0 ? -1 : table.want("CAST(" + Database.name(table.name(id)) + " AS VARCHAR)");
        int[] places = columns.numbers(row.kind);
        numbers = new ParquetColumn[places.length];
        numbersAt = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                numbers[i] = ParquetColumn.number(table.name(places[i]), table.type(places[i]));
                numbersAt[i] = table.want(numbers[i].expression());
            }
        }
        leaveOut(selection, stampColumn);
        table.run();
    }

    /** @throws MarketDataException when it is no file of market data */
    static ParquetFile open(Path path, FileOptions options, Selection selection) {
        ParquetFile file = open(path, options, selection, options.periodNs());
        if (file.row.kind != DataKind.BAR || file.periods.at() >= 0 || options.periodNs() > 0) {
            return file;
        }
        file.close();
        long periodNs;
        try (ParquetFile all = open(path, options, Selection.all(), 0)) {
            periodNs = all.findPeriod();
        } catch (BadRow bad) {
            throw new MarketDataException("file=" + path + " " + bad.getMessage());
        }
        return open(path, options, selection, periodNs);
    }

    private static ParquetFile open(Path path, FileOptions options, Selection selection, long periodNs) {
        ParquetTable table = new ParquetTable(path);
        try {
            return new ParquetFile(path, options, selection, table, new Columns(table.names(), options), periodNs);
        } catch (BadRow bad) {
            table.close();
            throw new MarketDataException("file=" + path + " " + bad.getMessage());
        } catch (RuntimeException failure) {
            table.close();
            throw failure;
        }
    }

    private Words words(Columns columns, String column, int maxLength, String otherwise) {
        Names names = new Names(maxLength);
        int index = columns.index(column);
        if (index < 0) {
            return new Words(List.of(names.find(column, otherwise)), -1);
        }
        String name = Database.name(table.name(index));
        String type = column + "_words";
        List<String> words = table.dictionary(type, name);
        if (maxLength > 0) {
            words.forEach(word -> names.find(column, word));
        }
        int at = table.want("CAST(enum_code(CAST(CAST(" + name + " AS VARCHAR) AS " + type + ")) AS BIGINT)");
        return new Words(words, at);
    }

    /** Lets the database leave out whole blocks of the file. */
    private void leaveOut(Selection selection, int stampColumn) {
        String name = Database.name(table.name(stampColumn));
        boolean endsAreTimes = stamp.form() == ParquetColumn.Form.LONG && !stampedAtBegin;
        if (endsAreTimes && selection.fromNs() != Long.MIN_VALUE) {
            table.where(name + " >= TIMESTAMP " + Database.text(seconds(selection.fromNs(), MARGIN.negated())));
        }
        if (endsAreTimes && selection.toNs() != Long.MAX_VALUE) {
            table.where(name + " <= TIMESTAMP " + Database.text(seconds(selection.toNs(), MARGIN)));
        }
        if (symbols.at() >= 0 && !selection.symbols().isEmpty()) {
            table.where(isOneOf(selection.symbols()));
        }
    }

    private String isOneOf(Set<String> wanted) {
        String codes = wanted.stream()
                .map(symbols.words()::indexOf)
                .filter(code -> code >= 0)
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        return codes.isEmpty() ? "false" : table.wanted(symbols.at()) + " IN (" + codes + ")";
    }

    private static String seconds(long epochNs, Duration later) {
        return SECONDS.format(Instant.ofEpochSecond(0, epochNs).plus(later));
    }

    @Override
    boolean fetch() {
        return table.next();
    }

    /** Counted from 1, as lines are. */
    @Override
    String where() {
        return "row=" + (table.longAt(rowNumberAt) + 1);
    }

    @Override
    long stamp() {
        String column = stampedAtBegin ? Columns.BEGIN : Columns.TIME;
        if (table.isNull(stampAt)) {
            throw new BadRow(column, "", TimeText.EXPECTED);
        }
        if (stamp.form() == ParquetColumn.Form.LONG) {
            return table.longAt(stampAt);
        }
        String text = "";
        String problem;
        if (stamp.form() == ParquetColumn.Form.TEXT) {
            text = table.textAt(stampAt);
            problem = time.parse(text.toCharArray(), 0, text.length(), stampedAtBegin);
        } else {
            problem = time.since1970(table.longAt(stampAt));
        }
        if (problem != null) {
            throw new BadRow(column, text.isEmpty() ? Long.toString(table.longAt(stampAt)) : text, problem);
        }
        return time.value();
    }

    @Override
    String symbol() {
        return word(symbols, Columns.SYMBOL);
    }

    private String word(Words words, String column) {
        return words.words().get(words.at() < 0 ? 0 : code(words, column));
    }

    private int code(Words words, String column) {
        if (table.isNull(words.at())) {
            throw new BadRow(column, "", "expected a text, there is none");
        }
        return (int) table.longAt(words.at());
    }

    @Override
    void readTime() {
        long stamped = stamp();
        row.periodNs = periods.at() < 0 ? fixedPeriodNs : periodNs[code(periods, Columns.PERIOD)];
        row.timeNs = stampedAtBegin ? Math.addExact(stamped, row.periodNs) : stamped;
    }

    @Override
    void readRest() {
        row.venue = word(venues, Columns.VENUE);
        row.currency = word(currencies, Columns.CURRENCY);
        for (int place = 0; place < numbers.length; place++) {
            readNumber(place);
        }
        row.tradeId.setLength(0);
        if (idAt >= 0 && !table.isNull(idAt)) {
            row.tradeId.append(table.textAt(idAt));
            TradeIds.check(row.tradeId);
        }
    }

    private void readNumber(int place) {
        ParquetColumn column = numbers[place];
        int valueAt = numbersAt[place];
        if (column == null || table.isNull(valueAt)) {
            row.setAbsent(place);
            return;
        }
        switch (column.form()) {
            case LONG -> row.set(place, table.longAt(valueAt), column.scale());
            case DOUBLE -> readDouble(place, table.doubleAt(valueAt));
            default -> readText(place, table.textAt(valueAt));
        }
    }

    private void readDouble(int place, double value) {
        if (Double.isNaN(value)) {
            row.setAbsent(place);
        } else {
            String problem = number.read(value);
            accept(place, problem, problem == null ? "" : Double.toString(value));
        }
    }

    private void readText(int place, String text) {
        char[] chars = text.toCharArray();
        if (NumberText.isAbsent(chars, 0, chars.length)) {
            row.setAbsent(place);
        } else {
            accept(place, number.parse(chars, 0, chars.length), text);
        }
    }

    private void accept(int place, String problem, String text) {
        if (problem != null) {
            throw new BadRow(row.kind.fields().get(place).column(), text, problem);
        }
        row.set(place, number.mantissa(), number.scale());
    }

    @Override
    public void close() {
        table.close();
    }
}
