package io.meridian.conformance.role;

import io.meridian.sdk.DataGateway;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import java.time.Duration;

/** A data gateway whose source is a clock: the price goes up for a while, then down. */
@MeridianPlugin(id = "random-walk", pool = Pool.DGM, publishes = "platform.data.**")
class RandomWalk extends DataGateway<Void, Void> {
    private int ticks;

    @Override
    public void openStream() {
        every(Duration.ofMillis(10), this::tick);
    }

    void tick() {
        double mid = 100 + Math.sin(++ticks / 10.0);
        quote(clock().nanoTime(), "XNAS", "AAPL", "USD", mid - 0.01, 100, mid + 0.01, 100);
        trade(clock().nanoTime(), "XNAS", "AAPL", "USD", "t-" + ticks, mid, 10);
    }
}
