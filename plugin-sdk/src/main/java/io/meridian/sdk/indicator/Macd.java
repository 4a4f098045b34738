package io.meridian.sdk.indicator;

/**
 * Moving average convergence and divergence: a fast average less a slow one, and the average of that difference as its
 * signal. {@link #value()} is there after {@code slow} updates; the whole is ready after {@code slow + signal - 1}, with its
 * signal.
 */
public final class Macd {
    private final Ema fast;
    private final Ema slow;
    private final Ema signal;

    /** The usual one: 12, 26, 9. */
    public Macd() {
        this(12, 26, 9);
    }

    /** @param fastPeriod from 1, and less than {@code slowPeriod} */
    public Macd(int fastPeriod, int slowPeriod, int signalPeriod) {
        if (fastPeriod >= slowPeriod) {
            throw new IllegalArgumentException(
                    "fastPeriod=" + fastPeriod + " is not less than slowPeriod=" + slowPeriod);
        }
        fast = new Ema(fastPeriod);
        slow = new Ema(slowPeriod);
        signal = new Ema(signalPeriod);
    }

    /** Takes the next price and gives fast less slow, {@code NaN} before {@code slowPeriod} updates. */
    public double update(double price) {
        fast.update(price);
        slow.update(price);
        if (slow.isReady()) {
            signal.update(fast.value() - slow.value());
        }
        return value();
    }

    /** Fast less slow, {@code NaN} before {@code slowPeriod} updates. */
    public double value() {
        return fast.value() - slow.value();
    }

    /** The average of {@link #value()}, {@code NaN} until the whole is ready. */
    public double signal() {
        return signal.value();
    }

    /** {@link #value()} less {@link #signal()}, {@code NaN} until the whole is ready. */
    public double histogram() {
        return value() - signal();
    }

    /** With its signal. */
    public boolean isReady() {
        return signal.isReady();
    }

    /** After how many updates it is ready. */
    public int warmUp() {
        return slow.warmUp() + signal.warmUp() - 1;
    }

    /** Forgets all prices. */
    public void reset() {
        fast.reset();
        slow.reset();
        signal.reset();
    }
}
