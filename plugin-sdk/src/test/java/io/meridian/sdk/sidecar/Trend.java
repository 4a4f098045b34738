package io.meridian.sdk.sidecar;

import io.meridian.sdk.Strategy;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Quote;

/** Holds 100 shares while the price is higher than the one before. */
@MeridianPlugin(
        id = "trend",
        pool = Pool.STRATEGY,
        subscribes = "platform.data.quote.*.AAPL",
        publishes = "platform.portfolio.target.trend")
public final class Trend extends Strategy {
    private double last;

    @Override
    public void onQuote(Quote quote) {
        target(quote.symbol(), last > 0 && quote.mid() > last ? 100 : 0);
        last = quote.mid();
    }
}
