package io.meridian.backtest.result;

import java.math.BigDecimal;
import java.math.MathContext;

/** One instrument: its price series, and its position at average cost with the round trip that is under way. Exact but for the average. */
final class TradedLine {
    private static final MathContext PRECISION = MathContext.DECIMAL128;

    final String venue;
    final String symbol;
    final ThinSeries prices;
    BigDecimal traded = BigDecimal.ZERO;

    private final Trips trips;
    private BigDecimal quantity = BigDecimal.ZERO;
    private BigDecimal cost = BigDecimal.ZERO;

    private long openedNs;
    private BigDecimal most;
    private BigDecimal tripRealised;
    private BigDecimal tripFees;

    TradedLine(String venue, String symbol, int pricePoints, Trips trips) {
        this.venue = venue;
        this.symbol = symbol;
        this.prices = new ThinSeries(1, pricePoints, false);
        this.trips = trips;
    }

    /**
     * @param signed below zero when sold
     * @return what the part that closed realised, before fees; null when nothing was closed
     */
    BigDecimal fill(long timeNs, BigDecimal signed, BigDecimal price, BigDecimal fee) {
        traded = traded.add(signed.abs().multiply(price.abs()));
        if (quantity.signum() * signed.signum() >= 0) {
            open(timeNs, signed, price, fee);
            return null;
        }
        BigDecimal closed = signed.abs().min(quantity.abs());
        BigDecimal closingFee =
                closed.compareTo(signed.abs()) == 0 ? fee : fee.multiply(closed).divide(signed.abs(), PRECISION);
        BigDecimal realised = close(timeNs, closed, price, closingFee);
        BigDecimal rest = signed.abs().subtract(closed);
        if (rest.signum() > 0) {
            open(timeNs, signed.signum() > 0 ? rest : rest.negate(), price, fee.subtract(closingFee));
        }
        return realised;
    }

    private void open(long timeNs, BigDecimal signed, BigDecimal price, BigDecimal fee) {
        if (quantity.signum() == 0) {
            openedNs = timeNs;
            most = BigDecimal.ZERO;
            tripRealised = BigDecimal.ZERO;
            tripFees = BigDecimal.ZERO;
        }
        quantity = quantity.add(signed);
        cost = cost.add(signed.multiply(price));
        most = most.max(quantity.abs());
        tripFees = tripFees.add(fee);
    }

    private BigDecimal close(long timeNs, BigDecimal closed, BigDecimal price, BigDecimal fee) {
        BigDecimal part = closed.compareTo(quantity.abs()) == 0
                ? cost
                : cost.multiply(closed).divide(quantity.abs(), PRECISION);
        BigDecimal signedClosed = quantity.signum() > 0 ? closed : closed.negate();
        BigDecimal realised = signedClosed.multiply(price).subtract(part);
        boolean bought = quantity.signum() > 0;
        quantity = quantity.subtract(signedClosed);
        cost = cost.subtract(part);
        tripRealised = tripRealised.add(realised);
        tripFees = tripFees.add(fee);
        if (quantity.signum() == 0) {
            trips.add(new RoundTrip(
                    venue, symbol, bought, openedNs, timeNs, most, tripRealised.subtract(tripFees), tripFees));
        }
        return realised;
    }

    boolean isOpen() {
        return quantity.signum() != 0;
    }

    OpenPosition position() {
        BigDecimal price = prices.size() == 0 ? null : BigDecimal.valueOf(prices.get(prices.size() - 1, 0));
        return new OpenPosition(
                venue,
                symbol,
                quantity,
                cost.divide(quantity, PRECISION),
                price,
                price == null ? null : quantity.multiply(price).subtract(cost));
    }

    PriceSeries series() {
        prices.settle();
        return new PriceSeries(venue, symbol, prices.times(), prices.column(0));
    }
}
