package io.meridian.sdk.indicator;

/** The last values, oldest first to go. */
final class Window {
    private final double[] values;
    private int next;
    private int size;

    Window(int length) {
        values = new double[length];
    }

    /** Takes a value and gives the one that goes for it, 0 while there is room. */
    double push(double value) {
        double gone = size == values.length ? values[next] : 0;
        values[next] = value;
        next = next + 1 == values.length ? 0 : next + 1;
        size = Math.min(size + 1, values.length);
        return gone;
    }

    boolean isFull() {
        return size == values.length;
    }

    /** True once in a round: when running sums are best made anew, so that rounding cannot build up. */
    boolean isAtTurn() {
        return next == 0;
    }

    int size() {
        return size;
    }

    int length() {
        return values.length;
    }

    double sum() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[i];
        }
        return sum;
    }

    double squaresAround(double mean) {
        double squares = 0;
        for (int i = 0; i < size; i++) {
            double off = values[i] - mean;
            squares += off * off;
        }
        return squares;
    }

    void clear() {
        next = 0;
        size = 0;
    }
}
