package io.meridian.platform.watch;

import io.meridian.platform.store.StoreGauge;
import java.util.List;

/**
 * One second of traffic, ready to be shown.
 *
 * @param engine the engine's name
 * @param deployment whose traffic
 * @param second seconds since the watch began
 * @param connected whether the bus is connected
 * @param problem what is wrong, or null
 * @param pattern what is watched
 * @param main the traffic under the pattern
 * @param topics how many topics it came from
 * @param durable the targets, which are durable, or null where they are not watched
 * @param prices the newest prices of a few topics
 * @param targets what a few portfolios are to hold
 * @param trading what is traded, or null where it is not watched
 * @param stored what the store of market data has, or null when none answers
 * @param plugins the plugins whose sidecars are known
 */
record Snapshot(
        String engine,
        String deployment,
        long second,
        boolean connected,
        String problem,
        String pattern,
        Traffic main,
        int topics,
        Traffic durable,
        List<Price> prices,
        List<Target> targets,
        Trading trading,
        StoreGauge.Reading stored,
        List<Plugin> plugins) {
    /**
     * What one subscription got.
     *
     * @param rate messages a second
     * @param byteRate bytes of payload a second
     * @param received messages so far
     * @param lost messages missing so far
     * @param duplicates messages seen twice so far
     * @param latency from publishing to delivery; all zero when nothing came
     */
    record Traffic(long rate, long byteRate, long received, long lost, long duplicates, Latency latency) {}

    /**
     * Percentiles in nanoseconds.
     *
     * @param p50 the median
     * @param p99 of a hundred, one is slower
     * @param p999 of a thousand, one is slower
     * @param max the slowest
     */
    record Latency(long p50, long p99, long p999, long max) {}

    /**
     * The newest quote of a topic.
     *
     * @param instrument venue and symbol
     * @param bid in whole units
     * @param ask in whole units
     */
    record Price(String instrument, double bid, double ask) {}

    /**
     * What a strategy wants to hold.
     *
     * @param holding portfolio and symbol
     * @param quantity negative is short
     */
    record Target(String holding, double quantity) {}

    /**
     * What is traded.
     *
     * @param orders how many the kernel took since the view began
     * @param refused how many were rejected, by a limit, compliance or a venue
     * @param fills how many trades of ours there were
     */
    record Trading(long orders, long refused, long fills, List<Holding> holdings, List<Book> books) {}

    /**
     * A position.
     *
     * @param gain realised and unrealised, less fees
     */
    record Holding(String portfolio, String symbol, double quantity, double averagePrice, double price, double gain) {}

    /** What a portfolio is worth in a currency. */
    record Book(String portfolio, String currency, double value, double cash, double exposure) {}

    /**
     * A plugin, as its sidecar sees it.
     *
     * @param instance its name
     * @param state of the sidecar, in a word
     * @param publishedRate messages a second
     * @param deliveredRate messages a second
     * @param denied what it was not allowed, so far
     * @param heartbeatMs since it was last heard of
     */
    record Plugin(
            String instance, String state, long publishedRate, long deliveredRate, long denied, long heartbeatMs) {}
}
