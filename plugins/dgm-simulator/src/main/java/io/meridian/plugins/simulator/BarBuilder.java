package io.meridian.plugins.simulator;

/** Makes one symbol's trades into bars. */
final class BarBuilder {
    private double open;
    private double high;
    private double low;
    private double close;
    private double volume;

    void add(double price, double size) {
        if (volume == 0) {
            open = price;
            high = price;
            low = price;
        }
        high = Math.max(high, price);
        low = Math.min(low, price);
        close = price;
        volume += size;
    }

    /** Whether nothing was traded since {@link #clear}. */
    boolean isEmpty() {
        return volume == 0;
    }

    double open() {
        return open;
    }

    double high() {
        return high;
    }

    double low() {
        return low;
    }

    double close() {
        return close;
    }

    double volume() {
        return volume;
    }

    void clear() {
        volume = 0;
    }
}
