package io.meridian.sdk.event;

import java.util.Arrays;

/**
 * An order book by price level, to be published: best levels first.
 *
 * <pre>{@code
 * depth.clear().bid(100.01, 500).bid(100, 300).ask(100.02, 400);
 * }</pre>
 *
 * <p>Made once and filled anew for each book, it allocates only when a book has more levels than any before.
 */
public final class BookDepth {
    final Side bids = new Side();
    final Side asks = new Side();

    static final class Side {
        double[] prices = new double[16];
        double[] sizes = new double[16];
        int[] orders = new int[16];
        int count;

        void add(double price, double size, int ordersOfIt) {
            if (!(size > 0) || ordersOfIt < 0) {
                throw new IllegalArgumentException(
                        "size=" + size + " orders=" + ordersOfIt + "; a level without a size is none");
            }
            if (count == prices.length) {
                prices = Arrays.copyOf(prices, 2 * count);
                sizes = Arrays.copyOf(sizes, 2 * count);
                orders = Arrays.copyOf(orders, 2 * count);
            }
            prices[count] = price;
            sizes[count] = size;
            orders[count++] = ordersOfIt;
        }

        double last() {
            return prices[count - 1];
        }
    }

    /** Forgets all levels. */
    public BookDepth clear() {
        bids.count = 0;
        asks.count = 0;
        return this;
    }

    /** The next level of those who buy; how many orders make it up is not known. */
    public BookDepth bid(double price, double size) {
        return bid(price, size, 0);
    }

    /**
     * The next level of those who buy, below the one before.
     *
     * @param orders how many make it up; 0 when that is not known
     */
    public BookDepth bid(double price, double size, int orders) {
        if (bids.count > 0 && !(price < bids.last())) {
            throw new IllegalArgumentException("bid=" + price + " is not below " + bids.last() + "; the best is first");
        }
        bids.add(price, size, orders);
        return this;
    }

    /** The next level of those who sell; how many orders make it up is not known. */
    public BookDepth ask(double price, double size) {
        return ask(price, size, 0);
    }

    /**
     * The next level of those who sell, above the one before.
     *
     * @param orders how many make it up; 0 when that is not known
     */
    public BookDepth ask(double price, double size, int orders) {
        if (asks.count > 0 && !(price > asks.last())) {
            throw new IllegalArgumentException("ask=" + price + " is not above " + asks.last() + "; the best is first");
        }
        asks.add(price, size, orders);
        return this;
    }
}
