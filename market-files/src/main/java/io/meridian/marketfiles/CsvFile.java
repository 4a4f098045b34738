package io.meridian.marketfiles;

import java.nio.file.Path;

/** Quotes, trades or bars in a CSV file. */
final class CsvFile extends DataFile {
    private final CsvLines lines;
    private final CsvLine line;
    private final NumberText number = new NumberText();
    private final TimeText time = new TimeText();
    private final Names symbols = new Names(Names.SYMBOL);
    private final Names venues = new Names(Names.VENUE);
    private final Names currencies = new Names(Names.CURRENCY);
    private final int columnCount;
    private final int stampColumn;
    private final int symbolColumn;
    private final int venueColumn;
    private final int currencyColumn;
    private final int periodColumn;
    private final int idColumn;
    private final int[] numberColumns;
    private final boolean stampedAtBegin;
    private final String onlySymbol;
    private final long fixedPeriodNs;
    private String lastPeriod = "";
    private long lastPeriodNs;

    /** @throws BadRow when its columns are not those of market data */
    private CsvFile(Path path, FileOptions options, Selection selection, CsvLines lines, long periodNs) {
        super(path, options, selection, lines.columns().kind());
        Columns columns = lines.columns();
        this.lines = lines;
        line = lines.line();
        columnCount = columns.count();
        stampColumn = columns.stamp(row.kind);
        stampedAtBegin = columns.isStampedAtBegin(row.kind);
        symbolColumn = columns.index(Columns.SYMBOL);
        venueColumn = columns.index(Columns.VENUE);
        currencyColumn = columns.index(Columns.CURRENCY);
        periodColumn = row.kind == DataKind.BAR ? columns.index(Columns.PERIOD) : -1;
        idColumn = row.kind == DataKind.TRADE ? columns.index(Columns.ID) : -1;
        numberColumns = columns.numbers(row.kind);
        onlySymbol = symbolColumn < 0 ? symbols.find(Columns.SYMBOL, Locations.stem(path)) : null;
        fixedPeriodNs = periodNs;
    }

    /** @throws MarketDataException when it is no file of market data */
    static CsvFile open(Path path, FileOptions options, Selection selection) {
        CsvFile file = open(path, options, selection, options.periodNs());
        if (file.row.kind != DataKind.BAR || file.periodColumn >= 0 || options.periodNs() > 0) {
            return file;
        }
        long periodNs;
        try (file) {
            periodNs = file.findPeriod();
        } catch (BadRow bad) {
            throw new MarketDataException("file=" + path + " " + bad.getMessage());
        }
        return open(path, options, selection, periodNs);
    }

    private static CsvFile open(Path path, FileOptions options, Selection selection, long periodNs) {
        CsvLines lines = new CsvLines(path, options);
        try {
            return new CsvFile(path, options, selection, lines, periodNs);
        } catch (BadRow bad) {
            lines.close();
            throw new MarketDataException("file=" + path + " line=1 " + bad.getMessage());
        }
    }

    @Override
    boolean fetch() {
        return lines.next();
    }

    @Override
    String where() {
        return "line=" + line.number();
    }

    @Override
    long stamp() {
        if (line.count() != columnCount) {
            throw new BadRow("fields=" + line.count() + ": expected as many as there are columns, " + columnCount);
        }
        String problem = time.parse(line.text(), line.begin(stampColumn), line.end(stampColumn), stampedAtBegin);
        if (problem != null) {
            throw bad(stampedAtBegin ? Columns.BEGIN : Columns.TIME, stampColumn, problem);
        }
        return time.value();
    }

    @Override
    String symbol() {
        return symbolColumn < 0 ? onlySymbol : find(symbols, Columns.SYMBOL, symbolColumn);
    }

    @Override
    void readTime() {
        long stamp = stamp();
        row.periodNs = periodColumn < 0 ? fixedPeriodNs : period();
        row.timeNs = stampedAtBegin ? Math.addExact(stamp, row.periodNs) : stamp;
    }

    /** The same text as in the row above, mostly. */
    private long period() {
        int from = line.begin(periodColumn);
        int length = line.end(periodColumn) - from;
        if (lastPeriodNs == 0 || length != lastPeriod.length() || !isLastPeriod(from)) {
            String text = line.string(periodColumn);
            lastPeriodNs = Periods.parse(text);
            lastPeriod = text;
        }
        return lastPeriodNs;
    }

    private boolean isLastPeriod(int from) {
        for (int i = 0; i < lastPeriod.length(); i++) {
            if (line.text()[from + i] != lastPeriod.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    void readRest() {
        row.venue = venueColumn < 0 ? options.venue() : find(venues, Columns.VENUE, venueColumn);
        row.currency = currencyColumn < 0 ? options.currency() : find(currencies, Columns.CURRENCY, currencyColumn);
        for (int place = 0; place < numberColumns.length; place++) {
            readNumber(place, numberColumns[place]);
        }
        row.tradeId.setLength(0);
        if (idColumn >= 0) {
            readId();
        }
    }

    private String find(Names names, String column, int field) {
        return names.find(column, line.text(), line.begin(field), line.end(field));
    }

    private void readNumber(int place, int field) {
        if (field < 0 || NumberText.isAbsent(line.text(), line.begin(field), line.end(field))) {
            row.setAbsent(place);
            return;
        }
        String problem = number.parse(line.text(), line.begin(field), line.end(field));
        if (problem != null) {
            throw bad(row.kind.fields().get(place).column(), field, problem);
        }
        row.set(place, number.mantissa(), number.scale());
    }

    private void readId() {
        int from = line.begin(idColumn);
        int to = line.end(idColumn);
        row.tradeId.append(line.text(), from, to - from);
        TradeIds.check(row.tradeId);
    }

    private BadRow bad(String column, int field, String problem) {
        return new BadRow(column, line.string(field), problem);
    }

    @Override
    public void close() {
        lines.close();
    }
}
