package io.meridian.storage.market;

import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.StoreException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.ResultSet;
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

        private static Part read(ResultSet row) throws SQLException {
            Part part = new Part();
            part.beginNs = row.getLong(1);
            part.symbol = row.getString(2);
            part.venue = row.getString(3);
            part.partNs = row.getLong(4);
            part.currency = row.getString(5);
            part.firstNs = row.getLong(6);
            part.firstCame = row.getLong(7);
            part.first = new Decimal(row.getLong(8), row.getInt(16));
            part.lastNs = row.getLong(9);
            part.lastCame = row.getLong(10);
            part.last = new Decimal(row.getLong(11), row.getInt(19));
            part.high = new Decimal(row.getLong(12), row.getInt(17));
            part.low = new Decimal(row.getLong(13), row.getInt(18));
            part.volume = sum(row.getObject(14), row.getInt(20));
            part.parts = row.getLong(15);
            return part;
        }

        /** What an engine gives for a sum of whole numbers. */
        private static BigDecimal sum(Object sum, int scale) {
            return switch (sum) {
                case null -> null;
                case BigInteger whole -> new BigDecimal(whole, scale);
                default -> new BigDecimal(sum.toString()).movePointLeft(scale);
            };
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
    boolean take(ResultSet row, int most) throws SQLException {
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
