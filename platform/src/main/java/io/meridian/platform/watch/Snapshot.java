package io.meridian.platform.watch;

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
 * @param orders the durable order events, or null where they are not watched
 * @param prices the newest prices of a few topics
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
        Orders orders,
        List<Price> prices) {
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
     * The durable path.
     *
     * @param traffic what was delivered
     * @param unconfirmed how many the publisher was waiting for
     * @param confirmNs the longest it took to be confirmed in this second, 0 when unknown
     */
    record Orders(Traffic traffic, long unconfirmed, long confirmNs) {}

    /**
     * The newest quote of a topic.
     *
     * @param instrument venue and symbol
     * @param bid in whole units
     * @param ask in whole units
     */
    record Price(String instrument, double bid, double ask) {}
}
