package io.meridian.sidecar.limit;

import io.meridian.bus.setting.Settings;

/**
 * The limits on what one plugin publishes: messages, bytes and orders in a second. A message passes all of them or takes from
 * none. Owned by one thread.
 */
public final class RateLimits {
    private final TokenBucket messages;
    private final TokenBucket bytes;
    private final TokenBucket orders;

    private RateLimits(TokenBucket messages, TokenBucket bytes, TokenBucket orders) {
        this.messages = messages;
        this.bytes = bytes;
        this.orders = orders;
    }

    /**
     * Limits in a second, each 0 for none.
     *
     * @param burstMs how much may come at once: what the rate gives in so many milliseconds
     */
    public static RateLimits of(long messages, long bytes, long orders, long burstMs, long nowNs) {
        return new RateLimits(
                bucket(messages, burstMs, nowNs), bucket(bytes, burstMs, nowNs), bucket(orders, burstMs, nowNs));
    }

    /** As {@link LimitSettings} say. */
    public static RateLimits of(Settings settings, long nowNs) {
        return of(
                settings.get(LimitSettings.MESSAGES),
                settings.get(LimitSettings.BYTES),
                settings.get(LimitSettings.ORDERS),
                settings.get(LimitSettings.BURST).toMillis(),
                nowNs);
    }

    /** No limit at all. */
    public static RateLimits none() {
        return new RateLimits(null, null, null);
    }

    /**
     * Lets a message pass, or says how long it must wait. Allocates nothing.
     *
     * @param length of the payload
     * @param order whether its topic bears orders
     * @param nowNs the time now, on the clock the limits were made with
     * @return 0 when it passes, else nanoseconds until it would
     */
    public long acquire(int length, boolean order, long nowNs) {
        long waitNs = 0;
        if (messages != null) {
            waitNs = messages.waitNs(1, nowNs);
        }
        if (bytes != null) {
            waitNs = Math.max(waitNs, bytes.waitNs(length, nowNs));
        }
        if (order && orders != null) {
            waitNs = Math.max(waitNs, orders.waitNs(1, nowNs));
        }
        if (waitNs > 0) {
            return waitNs;
        }
        if (messages != null) {
            messages.take(1);
        }
        if (bytes != null) {
            bytes.take(length);
        }
        if (order && orders != null) {
            orders.take(1);
        }
        return 0;
    }

    private static TokenBucket bucket(long perSecond, long burstMs, long nowNs) {
        if (perSecond == 0) {
            return null;
        }
        // Divided last, so that small rates keep their burst; at least one, so that anything passes.
        long burst = Math.min(TokenBucket.MAX_AMOUNT, Math.max(1, perSecond * burstMs / 1000));
        return new TokenBucket(perSecond, burst, nowNs);
    }
}
