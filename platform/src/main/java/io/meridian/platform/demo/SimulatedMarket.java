package io.meridian.platform.demo;

import io.meridian.bus.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Prices on a random walk. Each symbol has one price, and each venue quotes around it with a spread and sizes of its own.
 * The same random numbers give the same quotes.
 */
final class SimulatedMarket {
    private static final List<String> VENUES = List.of("XNAS", "XNYS", "BATS");
    private static final List<String> SYMBOLS = List.of(
            "AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "TSLA", "JPM", "V", "UNH", "XOM", "MA", "PG", "JNJ", "HD",
            "COST");
    /** A cent. */
    private static final long TICK = QuotePayload.PRICE_SCALE / 100;

    private static final long LOWEST = 100 * TICK;

    private final RandomGenerator random;
    private final long[] prices;
    private final List<Topic> topics = new ArrayList<>();
    private int instrument;
    private long bid;
    private long ask;
    private int bidSize;
    private int askSize;

    SimulatedMarket(int symbols, RandomGenerator random) {
        this.random = random;
        prices = new long[symbols];
        for (int symbol = 0; symbol < symbols; symbol++) {
            prices[symbol] = random.nextLong(2_000, 60_000) * TICK;
        }
        for (int symbol = 0; symbol < symbols; symbol++) {
            for (String venue : VENUES) {
                topics.add(Topic.of("platform.data.quote." + venue + "." + name(symbol)));
            }
        }
    }

    private static String name(int symbol) {
        return symbol < SYMBOLS.size() ? SYMBOLS.get(symbol) : "SIM" + symbol;
    }

    /** The topic of each instrument, by its number. */
    List<Topic> topics() {
        return topics;
    }

    /** Makes the next quote, of some instrument. Returns the instrument's number. */
    int next() {
        instrument = random.nextInt(topics.size());
        int symbol = instrument / VENUES.size();
        long price = Math.max(LOWEST, prices[symbol] + random.nextInt(-1, 2) * TICK);
        prices[symbol] = price;
        bid = price - random.nextInt(1, 3) * TICK;
        ask = price + random.nextInt(0, 2) * TICK;
        bidSize = random.nextInt(1, 20) * 100;
        askSize = random.nextInt(1, 20) * 100;
        return instrument;
    }

    long bid() {
        return bid;
    }

    long ask() {
        return ask;
    }

    int bidSize() {
        return bidSize;
    }

    int askSize() {
        return askSize;
    }
}
