package io.meridian.sdk.indicator;

/**
 * Average price of the last {@code period} trades or bars, weighted by quantity. Ready after {@code period} updates; the value
 * is {@code NaN} as well while nothing was traded in all of them.
 */
public final class RollingVwap {
    private final Window turnovers;
    private final Window quantities;
    private double turnover;
    private double quantity;

    /** Those above 0: what is left of sums when all of them went is rounding, and no quantity. */
    private int trades;

    /** @param period from 1 */
    public RollingVwap(int period) {
        turnovers = new Window(Inputs.period(period, 1));
        quantities = new Window(period);
    }

    /** Takes the next trade and gives the average, {@code NaN} until it is ready. */
    public double update(double price, double traded) {
        double worth = Inputs.finite("price", price) * Inputs.notNegative("quantity", traded);
        turnover += worth - turnovers.push(worth);
        double gone = quantities.push(traded);
        quantity += traded - gone;
        trades += (traded > 0 ? 1 : 0) - (gone > 0 ? 1 : 0);
        if (turnovers.isAtTurn()) {
            turnover = turnovers.sum();
            quantity = quantities.sum();
        }
        return value();
    }

    /** Takes the next bar with the mean of its high, low and close. */
    public double update(double high, double low, double close, double traded) {
        return update((high + low + close) / 3, traded);
    }

    /** The average, {@code NaN} until it is ready. */
    public double value() {
        return isReady() && trades > 0 ? turnover / quantity : Double.NaN;
    }

    public boolean isReady() {
        return turnovers.isFull();
    }

    /** After how many updates it is ready. */
    public int warmUp() {
        return turnovers.length();
    }

    /** Forgets all trades. */
    public void reset() {
        turnovers.clear();
        quantities.clear();
        turnover = 0;
        quantity = 0;
        trades = 0;
    }
}
