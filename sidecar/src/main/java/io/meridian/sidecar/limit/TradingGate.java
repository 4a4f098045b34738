package io.meridian.sidecar.limit;

import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.sidecar.control.Latch;
import io.meridian.sidecar.control.LatchState;
import io.meridian.sidecar.session.PublishGate;
import io.meridian.sidecar.session.Refusals;
import java.util.List;

/** The kill latch and the rate limits between a plugin and the bus. Owned by the guard loop. */
public final class TradingGate implements PublishGate {
    private static final long NS_PER_MS = 1_000_000;

    private final Latch latch;
    private final RateLimits limits;
    private final List<TopicPattern> orderTopics;
    private long waitNs;

    /** @param orderTopics what bears orders, as the plugin names it */
    public TradingGate(Latch latch, RateLimits limits, List<TopicPattern> orderTopics) {
        this.latch = latch;
        this.limits = limits;
        this.orderTopics = List.copyOf(orderTopics);
    }

    /** As {@link LimitSettings} say. */
    public static TradingGate of(Settings settings, Latch latch, long nowNs) {
        return new TradingGate(latch, RateLimits.of(settings, nowNs), settings.get(LimitSettings.ORDER_TOPICS));
    }

    @Override
    public boolean bearsOrders(Topic topic) {
        for (TopicPattern pattern : orderTopics) {
            if (pattern.matches(topic)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int admit(boolean bearsOrders, int bytes, long nowNs) {
        if (bearsOrders && latch.isSet()) {
            return Refusals.LATCHED;
        }
        long wait = limits.acquire(bytes, bearsOrders, nowNs);
        if (wait == 0) {
            return 0;
        }
        waitNs = wait;
        return Refusals.RATE_LIMITED;
    }

    @Override
    public boolean isLatched() {
        return latch.isSet();
    }

    @Override
    public int retryAfterMs() {
        return Math.clamp(Math.ceilDiv(waitNs, NS_PER_MS), 1, Integer.MAX_VALUE);
    }

    @Override
    public String why(int code) {
        if (code == Refusals.LATCHED) {
            LatchState state = latch.state();
            return "Trading is stopped by " + state.by() + " since " + state.at() + ": " + state.reason()
                    + ". Nothing that bears orders is published until a person releases it with 'meridian release'.";
        }
        if (code == Refusals.RATE_LIMITED) {
            return "The plugin publishes more than its sidecar's limits allow (settings sidecar.limit.*). Try again in "
                    + retryAfterMs() + " ms.";
        }
        return "";
    }
}
