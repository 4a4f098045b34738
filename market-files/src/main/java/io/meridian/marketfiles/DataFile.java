package io.meridian.marketfiles;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One file's rows that are wanted, one after another. What is in a row, and where, only the format knows. */
abstract class DataFile implements AutoCloseable {
    /** Bars of so many rows tell how long a bar is. */
    private static final int LOOKED_AT = 2_000;

    final Path path;
    final FileOptions options;
    final MarketRow row;
    private final Selection selection;
    private long lastNs = Long.MIN_VALUE;
    private long skipped;
    private String firstSkipped;

    DataFile(Path path, FileOptions options, Selection selection, DataKind kind) {
        this.path = path;
        this.options = options;
        this.selection = selection;
        row = new MarketRow(kind);
    }

    /** Goes to the next row of the file. @return false: there is none */
    abstract boolean fetch();

    /** Where that row is. */
    abstract String where();

    /** What its column of times says. @throws BadRow when it cannot be read, as do those below */
    abstract long stamp();

    abstract String symbol();

    /** Reads when it happened into the row; of a bar also its period. */
    abstract void readTime();

    /** Reads all but times and the symbol into the row. */
    abstract void readRest();

    @Override
    public abstract void close();

    final boolean next() {
        while (fetch()) {
            try {
                readTime();
                if (row.timeNs < lastNs) {
                    throw unsorted();
                }
                lastNs = row.timeNs;
                if (row.timeNs >= selection.toNs()) {
                    return false;
                }
                if (row.timeNs >= selection.fromNs()) {
                    row.symbol = symbol();
                    if (selection.wants(row.symbol)) {
                        readRest();
                        row.check();
                        return true;
                    }
                }
            } catch (BadRow bad) {
                skip(bad);
            }
        }
        return false;
    }

    private void skip(BadRow bad) {
        String text = "file=" + path + " " + where() + " " + bad.getMessage();
        if (!options.skipBadRows()) {
            throw new MarketDataException(
                    text + ". Mend the row, or say that bad rows are to be left out: they are counted then");
        }
        if (skipped++ == 0) {
            firstSkipped = text;
        }
    }

    private MarketDataException unsorted() {
        return new MarketDataException("file=" + path + " " + where() + " time=" + row.timeNs
                + " is before that of the row above, time=" + lastNs
                + " (ns since 1970): expected rows in order of time. Sort the file once, for example with"
                + " duckdb: COPY (FROM '<file>' ORDER BY time) TO '<sorted file>'");
    }

    final long skipped() {
        return skipped;
    }

    /** What was wrong with the first row that was left out; null when none was. */
    final String firstSkipped() {
        return firstSkipped;
    }

    /** The least time between two bars of one symbol. @throws BadRow when there are no two */
    final long findPeriod() {
        Map<String, Long> last = new HashMap<>();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < LOOKED_AT && fetch(); i++) {
            try {
                long time = stamp();
                Long before = last.put(symbol(), time);
                if (before != null && time > before) {
                    least = Math.min(least, time - before);
                }
            } catch (BadRow _) {
                // It is told of when it is read in earnest.
            }
        }
        if (least == Long.MAX_VALUE) {
            throw new BadRow("column=period is not there, and no symbol has two bars that would tell how long they are:"
                    + " add the column, or say the period");
        }
        if (least > Periods.LONGEST.toNanos()) {
            throw new BadRow("column=period is not there, and between two bars of one symbol is more than "
                    + Periods.LONGEST.toDays() + " days: add the column, or say the period");
        }
        return least;
    }
}
