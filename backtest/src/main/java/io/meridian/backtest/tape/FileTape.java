package io.meridian.backtest.tape;

import io.meridian.backtest.engine.Tape;
import io.meridian.marketfiles.FileOptions;
import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.marketfiles.MarketCursor;
import io.meridian.marketfiles.MarketFiles;
import io.meridian.marketfiles.MarketRow;
import io.meridian.marketfiles.RowEncoder;
import io.meridian.marketfiles.Selection;
import io.meridian.sdk.event.MarketData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Object2ObjectHashMap;

/**
 * Market data in CSV or Parquet files. What no file defines is traded in whole units, at prices of up to six digits after the point.
 *
 * @param location a file, a folder or a pattern, as {@link MarketFiles#open} takes it
 */
public record FileTape(String location, Selection selection, FileOptions options) implements Tape {
    private static final double USUAL_TICK = 0.000_001;
    private static final double USUAL_LOT = 1;

    @Override
    public String description() {
        return location
                + (selection.symbols().isEmpty()
                        ? ""
                        : ", of it "
                                + String.join(
                                        ", ",
                                        selection.symbols().stream().sorted().toList()));
    }

    @Override
    public Cursor open(long fromNs, long toNs) {
        return new Rows(MarketFiles.open(
                location,
                selection.between(Math.max(fromNs, selection.fromNs()), Math.min(toNs, selection.toNs())),
                options));
    }

    private static final class Rows implements Cursor {
        private final MarketCursor files;
        private final RowEncoder encoder = new RowEncoder();
        private final Map<String, InstrumentDefinition> defined = new HashMap<>();
        private final Map<String, Map<String, Integer>> numbers = new Object2ObjectHashMap<>();
        private final List<Listed> listed = new ArrayList<>();
        private MarketRow row;

        Rows(MarketCursor files) {
            this.files = files;
            for (InstrumentDefinition instrument : files.instruments()) {
                defined.put(instrument.venue() + "." + instrument.symbol(), instrument);
            }
        }

        @Override
        public boolean next() {
            boolean more = files.next();
            row = more ? files.row() : null;
            return more;
        }

        @Override
        public long timeNs() {
            return row.timeNs();
        }

        @Override
        public MarketData.Kind kind() {
            return switch (row.kind()) {
                case QUOTE -> MarketData.Kind.QUOTE;
                case TRADE -> MarketData.Kind.TRADE;
                case BAR -> MarketData.Kind.BAR;
            };
        }

        @Override
        public int listing() {
            Map<String, Integer> bySymbol = numbers.get(row.venue());
            if (bySymbol == null) {
                bySymbol = new Object2ObjectHashMap<>();
                numbers.put(row.venue(), bySymbol);
            }
            Integer number = bySymbol.get(row.symbol());
            if (number == null) {
                number = listed.size();
                bySymbol.put(row.symbol(), number);
                listed.add(list());
            }
            return number;
        }

        private Listed list() {
            InstrumentDefinition instrument = defined.get(row.venue() + "." + row.symbol());
            return instrument == null
                    ? new Listed(row.venue(), row.symbol(), row.currency(), USUAL_TICK, USUAL_LOT)
                    : new Listed(
                            row.venue(),
                            row.symbol(),
                            instrument.currency(),
                            instrument.tickSize().toDouble(),
                            instrument.lotSize().toDouble());
        }

        @Override
        public Listed listed(int listing) {
            return listed.get(listing);
        }

        @Override
        public int length() {
            return RowEncoder.length(row);
        }

        @Override
        public void write(MutableDirectBuffer buffer, int offset) {
            encoder.encode(row, row.timeNs(), buffer, offset);
        }

        @Override
        public void close() {
            files.close();
        }
    }
}
