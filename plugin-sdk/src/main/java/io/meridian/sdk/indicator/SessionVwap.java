package io.meridian.sdk.indicator;

/**
 * Average price of a session weighted by quantity. Fed with trades, or with bars by their typical price. Ready with
 * the first quantity above 0; whoever knows when a session begins calls {@link #reset()} then.
 */
public final class SessionVwap {
    private double turnover;
    private double quantity;

    /** Takes the next trade and gives the average, {@code NaN} until a quantity was traded. */
    public double update(double price, double traded) {
        Inputs.finite("price", price);
        turnover += price * Inputs.notNegative("quantity", traded);
        quantity += traded;
        return value();
    }

    /** Takes the next bar with the mean of its high, low and close. */
    public double update(double high, double low, double close, double traded) {
        return update((high + low + close) / 3, traded);
    }

    /** The average, {@code NaN} until a quantity was traded. */
    public double value() {
        return isReady() ? turnover / quantity : Double.NaN;
    }

    /** What was traded in the session. */
    public double quantity() {
        return quantity;
    }

    public boolean isReady() {
        return quantity > 0;
    }

    /** After how many updates it is ready, when their quantity is above 0. */
    public int warmUp() {
        return 1;
    }

    /** Begins a session. */
    public void reset() {
        turnover = 0;
        quantity = 0;
    }
}
