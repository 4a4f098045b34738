package io.meridian.bus.kafka;

/**
 * When a subscription that found nothing looks again. Each look is a turn of Kafka's client, so without rests many quiet
 * subscriptions on one thread would take a processor. The rest grows with what the look cost, and with how long nothing came.
 */
final class LookPace {
    private static final int REST_PER_COST = 8;
    private static final int QUIET_PER_REST = 16;

    private final long longestNs;
    private long foundNs;
    private long nextNs;

    LookPace(long longestNs, long nowNs) {
        this.longestNs = longestNs;
        foundNs = nowNs;
        nextNs = nowNs;
    }

    boolean isDue(long nowNs) {
        return nowNs - nextNs >= 0;
    }

    void found(long nowNs) {
        foundNs = nowNs;
    }

    void foundNothing(long beganNs, long nowNs) {
        long restNs = Math.max(REST_PER_COST * (nowNs - beganNs), (nowNs - foundNs) / QUIET_PER_REST);
        nextNs = nowNs + Math.min(longestNs, restNs);
    }
}
