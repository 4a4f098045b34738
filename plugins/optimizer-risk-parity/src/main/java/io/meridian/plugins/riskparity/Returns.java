package io.meridian.plugins.riskparity;

import io.meridian.sdk.Listing;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The last logarithmic returns of instruments, all over the same stretches of time. Prices come at any time; a sample takes them all
 * at once. A sample in which no price is another counts for none, so a closed market does not look like one without risk.
 */
final class Returns {
    private final Map<String, Map<String, Prices>> byVenue = new TreeMap<>();
    private final int lookback;
    /** How many samples there were. */
    private long samples;

    private static final class Prices {
        final double[] returns;
        double last;
        double sampled = Double.NaN;
        /** How many of the newest returns there are. */
        int known;

        Prices(int lookback) {
            returns = new double[lookback];
        }
    }

    Returns(int lookback) {
        this.lookback = lookback;
    }

    /** Takes a price, which is above 0. */
    void price(String venue, String symbol, double price) {
        prices(venue, symbol).last = price;
    }

    private Prices prices(String venue, String symbol) {
        Map<String, Prices> bySymbol = byVenue.get(venue);
        if (bySymbol == null) {
            bySymbol = new TreeMap<>();
            byVenue.put(venue, bySymbol);
        }
        Prices prices = bySymbol.get(symbol);
        if (prices == null) {
            prices = new Prices(lookback);
            bySymbol.put(symbol, prices);
        }
        return prices;
    }

    /** Takes the return of each instrument since the sample before. */
    void sample() {
        boolean moved = false;
        for (Map<String, Prices> bySymbol : byVenue.values()) {
            for (Prices each : bySymbol.values()) {
                moved |= each.last != each.sampled;
            }
        }
        if (!moved) {
            return;
        }
        int at = (int) (samples++ % lookback);
        for (Map<String, Prices> bySymbol : byVenue.values()) {
            for (Prices each : bySymbol.values()) {
                if (!Double.isNaN(each.sampled)) {
                    each.returns[at] = Math.log(each.last / each.sampled);
                    each.known = Math.min(lookback, each.known + 1);
                }
                each.sampled = each.last;
            }
        }
    }

    /** Whether there are returns enough, and the price moved in some of them. */
    boolean isReady(Listing listing) {
        Map<String, Prices> bySymbol = byVenue.get(listing.venue());
        Prices prices = bySymbol == null ? null : bySymbol.get(listing.symbol());
        if (prices == null || prices.known < lookback) {
            return false;
        }
        for (double each : prices.returns) {
            if (each != prices.returns[0]) {
                return true;
            }
        }
        return false;
    }

    /**
     * The covariance of what holdings earn, which is what prices do, or the opposite for what is held short.
     *
     * @param listings  that are ready
     * @param sides     1 for each that is held long, -1 for short
     * @param shrinkage 0: as the returns say; 1: without what they have in common
     */
    DMatrixRMaj covariance(List<Listing> listings, Map<Listing, Integer> sides, double shrinkage) {
        int n = listings.size();
        DMatrixRMaj moves = new DMatrixRMaj(lookback, n);
        for (int column = 0; column < n; column++) {
            Listing listing = listings.get(column);
            double[] returns = byVenue.get(listing.venue()).get(listing.symbol()).returns;
            double mean = 0;
            for (double each : returns) {
                mean += each / lookback;
            }
            for (int row = 0; row < lookback; row++) {
                moves.set(row, column, sides.get(listing) * (returns[row] - mean));
            }
        }
        DMatrixRMaj covariance = new DMatrixRMaj(n, n);
        CommonOps_DDRM.multInner(moves, covariance);
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                double part = row == column ? 1 : 1 - shrinkage;
                covariance.set(row, column, covariance.get(row, column) * part / lookback);
            }
        }
        return covariance;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(lookback);
        out.writeLong(samples);
        out.writeInt(byVenue.size());
        for (Map.Entry<String, Map<String, Prices>> venue : byVenue.entrySet()) {
            out.writeUTF(venue.getKey());
            out.writeInt(venue.getValue().size());
            for (Map.Entry<String, Prices> symbol : venue.getValue().entrySet()) {
                Prices prices = symbol.getValue();
                out.writeUTF(symbol.getKey());
                out.writeDouble(prices.last);
                out.writeDouble(prices.sampled);
                out.writeInt(prices.known);
                for (double each : prices.returns) {
                    out.writeDouble(each);
                }
            }
        }
    }

    /** Reads what was saved, which may be of another lookback. */
    static Returns load(DataInput in) throws IOException {
        Returns saved = new Returns(in.readInt());
        saved.samples = in.readLong();
        for (int venues = in.readInt(); venues > 0; venues--) {
            String venue = in.readUTF();
            for (int symbols = in.readInt(); symbols > 0; symbols--) {
                Prices prices = saved.prices(venue, in.readUTF());
                prices.last = in.readDouble();
                prices.sampled = in.readDouble();
                prices.known = in.readInt();
                for (int i = 0; i < prices.returns.length; i++) {
                    prices.returns[i] = in.readDouble();
                }
            }
        }
        return saved;
    }

    int lookback() {
        return lookback;
    }
}
