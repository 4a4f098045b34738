package io.meridian.examples.hello;

import io.meridian.sdk.Strategy;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Quote;

/** Holds 100 shares while the price is above its moving average, else none. */
@MeridianPlugin(
        id = "hello",
        pool = Pool.STRATEGY,
        subscribes = "platform.data.quote.*.AAPL",
        publishes = "platform.portfolio.target.hello")
public final class HelloStrategy extends Strategy {
    private double average;

    @Override
    public void onQuote(Quote quote) {
        average = average == 0 ? quote.mid() : 0.9 * average + 0.1 * quote.mid();
        target(quote.symbol(), quote.mid() > average ? 100 : 0);
    }
}
