package io.meridian.conformance.role;

import io.meridian.sdk.SignalEngine;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Quote;
import java.time.Duration;

/** A signal engine that expects a price to go on as it went. */
@MeridianPlugin(
        id = "momentum",
        pool = Pool.SIGNAL,
        subscribes = "platform.data.quote.**",
        publishes = "platform.signal.insight.momentum.*")
class Momentum extends SignalEngine {
    private double last;

    @Override
    public void onQuote(Quote quote) {
        double change = last == 0 ? 0 : quote.mid() / last - 1;
        last = quote.mid();
        if (change > 0) {
            up(quote.symbol(), change, 0.6, Duration.ofMinutes(1));
        } else if (change < 0) {
            down(quote.symbol(), -change, 0.6, Duration.ofMinutes(1));
        } else {
            flat(quote.symbol());
        }
    }
}
