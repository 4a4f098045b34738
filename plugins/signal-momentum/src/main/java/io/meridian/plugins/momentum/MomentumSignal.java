package io.meridian.plugins.momentum;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.plugins.momentum.MomentumSettings.Source;
import io.meridian.sdk.SignalEngine;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.Trade;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Expects a price to go on as it went, once it went further than it usually wanders. */
@MeridianPlugin(
        id = "signal-momentum",
        description = "Insights by momentum: the last returns, compared with their own size",
        pool = Pool.SIGNAL,
        subscribes = {"platform.data.bar.*.*", "platform.data.quote.*.*", "platform.data.trade.*.*"},
        replays = {"platform.data.bar.*.*", "platform.data.quote.*.*", "platform.data.trade.*.*"},
        publishes = "platform.signal.insight.signal-momentum.*",
        settings = MomentumSettings.class)
public final class MomentumSignal extends SignalEngine {
    /** By symbol. It is only looked up in, so its order reaches nobody. */
    private final Map<String, Followed> followed = new HashMap<>();

    private MomentumSettings settings;

    @Override
    public void onStart() {
        settings = settings(MomentumSettings.class);
        if (!settings.warmUp().isZero()) {
            String kind = settings.source().name().toLowerCase(Locale.ROOT);
            history("platform.data." + kind + ".*.*", settings.warmUp());
        }
        subscribeDeclared();
    }

    @Override
    public void onBar(Bar bar) {
        if (settings.source() == Source.BAR && !bar.isPartial()) {
            price(bar.symbol(), bar.venue(), bar.close());
        }
    }

    @Override
    public void onQuote(Quote quote) {
        if (settings.source() == Source.QUOTE) {
            price(quote.symbol(), quote.venue(), quote.mid());
        }
    }

    @Override
    public void onTrade(Trade trade) {
        if (settings.source() == Source.TRADE) {
            price(trade.symbol(), trade.venue(), trade.price());
        }
    }

    private void price(String symbol, String venue, double price) {
        if (!(price > 0) || !settings.symbols().isEmpty() && !settings.symbols().contains(symbol)) {
            return;
        }
        Followed one = followed.get(symbol);
        if (one == null) {
            one = new Followed(venue, new Trend(settings.lookback(), settings.enter(), settings.exit()));
            followed.put(symbol, one);
        }
        if (!one.venue.equals(venue) || settings.source() == Source.QUOTE && price == one.price) {
            return;
        }
        one.price = price;
        one.trend.update(price);
        if (one.trend.isReady() && one.isNews(clock().nanoTime(), settings.period())) {
            say(symbol, one);
        }
    }

    private void say(String symbol, Followed one) {
        InsightDirection direction = one.trend.direction();
        long tag = direction == InsightDirection.FLAT
                ? flat(symbol)
                : insight(symbol, direction, one.trend.magnitude(), one.trend.confidence(), settings.period());
        // What was not sent, as while it warms up, is said at the next price.
        if (tag > 0) {
            one.said = direction;
            one.saidAtNs = clock().nanoTime();
        }
    }

    /** A symbol, at the venue it was first heard of. Prices of two venues would make returns of their difference. */
    private static final class Followed {
        final String venue;
        final Trend trend;
        double price;
        /** Null while nothing was said: then even FLAT is news, as it ends what was said before a crash. */
        InsightDirection said;

        long saidAtNs;

        Followed(String venue, Trend trend) {
            this.venue = venue;
            this.trend = trend;
        }

        boolean isNews(long nowNs, Duration period) {
            return trend.direction() != said
                    || said != InsightDirection.FLAT && nowNs - saidAtNs >= period.toNanos() / 2;
        }
    }
}
