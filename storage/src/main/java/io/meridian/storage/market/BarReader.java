package io.meridian.storage.market;

import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.StoreException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes bars of what {@link BarSql} selects: neighbouring rows of one bar, whose numbers have other scales, become one. */
final class BarReader {
    private final List<StoredBar> bars = new ArrayList<>();
    private Part open;

    /** What is known of the bar that is being read. */
    private static final class Part {
        private long beginNs;
        private String symbol;
        private String venue;
        private long partNs;
        private String currency;
        private long firstNs;
        private long firstCame;
        private Decimal first;
        private long lastNs;
        private long lastCame;
        private Decimal last;
        private Decimal high;
        private Decimal low;
        private BigDecimal volume;
        private long parts;

        private static Part read(Asked row) throws SQLException {
            Part part = new Part();
            part.beginNs = row.number(1);
            part.symbol = row.text(2);
            part.venue = row.text(3);
            part.partNs = row.number(4);
            part.currency = row.text(5);
            part.firstNs = row.number(6);
            part.firstCame = row.number(7);
            part.first = new Decimal(row.number(8), (int) row.number(16));
            part.lastNs = row.number(9);
            part.lastCame = row.number(10);
            part.last = new Decimal(row.number(11), (int) row.number(19));
            part.high = new Decimal(row.number(12), (int) row.number(17));
            part.low = new Decimal(row.number(13), (int) row.number(18));
            part.volume = sum(row.whole(14), (int) row.number(20));
            part.parts = row.number(15);
            return part;
        }

        private static BigDecimal sum(BigDecimal whole, int scale) {
            return whole == null ? null : whole.movePointLeft(scale);
        }

        private boolean isOf(Part other) {
            return beginNs == other.beginNs
                    && symbol.equals(other.symbol)
                    && venue.equals(other.venue)
                    && partNs == other.partNs;
        }

        private void add(Part other) {
            if (other.firstNs < firstNs || other.firstNs == firstNs && other.firstCame < firstCame) {
                firstNs = other.firstNs;
                firstCame = other.firstCame;
                first = other.first;
            }
            if (other.lastNs > lastNs || other.lastNs == lastNs && other.lastCame > lastCame) {
                lastNs = other.lastNs;
                lastCame = other.lastCame;
                last = other.last;
            }
            currency = other.currency.compareTo(currency) > 0 ? other.currency : currency;
            high = other.high.compareTo(high) > 0 ? other.high : high;
            low = other.low.compareTo(low) < 0 ? other.low : low;
            volume = volume == null || other.volume == null ? null : volume.add(other.volume);
            parts += other.parts;
        }

        /** @param periodNs 0: from its first to its last row */
        private StoredBar bar(long periodNs) {
            return new StoredBar(
                    periodNs == 0 ? firstNs : beginNs,
                    periodNs == 0 ? lastNs : beginNs + periodNs,
                    venue,
                    symbol,
                    currency,
                    first,
                    high,
                    low,
                    last,
                    total(),
                    parts,
                    partNs);
        }

        private Decimal total() {
            if (volume == null) {
                return null;
            }
            try {
                return Decimal.of(volume.setScale(Math.max(volume.scale(), 0), RoundingMode.UNNECESSARY));
            } catch (ArithmeticException tooLarge) {
                throw new StoreException("The volume of " + venue + "." + symbol + " sums up to "
                        + volume.toPlainString() + ", more than can be kept. Ask for shorter bars.");
            }
        }
    }

    private final long periodNs;

    /** @param periodNs how long each is; 0: as long as what there is */
    BarReader(long periodNs) {
        this.periodNs = periodNs;
    }

    /** @return whether there may be more of so many bars */
    boolean take(Asked row, int most) throws SQLException {
        Part part = Part.read(row);
        if (open != null && open.isOf(part)) {
            open.add(part);
        } else {
            finish();
            open = part;
        }
        return bars.size() < most;
    }

    /** So many of them, now that no more rows come. */
    List<StoredBar> bars(int most) {
        finish();
        return bars.size() <= most ? bars : bars.subList(0, most);
    }

    private void finish() {
        if (open != null) {
            bars.add(open.bar(periodNs));
            open = null;
        }
    }
}
