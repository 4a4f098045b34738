package io.meridian.sdk;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.sdk.event.MarketData;
import java.util.HashMap;
import java.util.Map;

/**
 * A signal engine whose opinion of a price is one number. It says UP from {@link ScoreSettings#enter} on, DOWN from its negative
 * on, and stays with either until the score is back at {@link ScoreSettings#exit}, so it does not flicker. An insight is said
 * when the direction changes, and again after half its period while it holds. Its confidence is the score as a part of the
 * greatest there is.
 *
 * <p>The manifest names {@link ScoreSettings} as its settings, and reads bars, quotes and trades. No state is kept: after a crash
 * it warms up again, and its first word, even FLAT, ends what it said before.
 */
public abstract class ScoreSignal extends SignalEngine {
    /** By symbol. It is only looked up in, so its order reaches nobody. */
    private final Map<String, Followed> followed = new HashMap<>();

    private ScoreSettings settings;

    /** A new score for a symbol, that looks so many prices back. */
    protected abstract Score score(int lookback);

    @Override
    public void onStart() {
        settings = settings(ScoreSettings.class);
        double greatest = score(settings.lookback()).greatest();
        if (settings.enter() > greatest) {
            throw new IllegalArgumentException("enter=" + settings.enter() + " lookback=" + settings.lookback()
                    + ": no score is above " + greatest + "; make enter less or lookback more");
        }
        subscribeDeclared();
    }

    @Override
    public void onMarketData(MarketData data) {
        double price = settings.source().price(data);
        String symbol = data.symbol();
        if (!(price > 0) || !settings.symbols().isEmpty() && !settings.symbols().contains(symbol)) {
            return;
        }
        Followed one = followed.get(symbol);
        if (one != null) {
            price(one, symbol, data.venue(), price);
            return;
        }
        one = new Followed(data.venue(), score(settings.lookback()));
        followed.put(symbol, one);
        if (settings.warmUp().isZero() || data.isHistorical()) {
            price(one, symbol, data.venue(), price);
        } else {
            // The price comes again, after the past.
            warmUp(data.message().topic(), settings.past());
        }
    }

    @Override
    public void onNotice(Notice notice) {
        if (notice.kind() == Notice.Kind.LIVE) {
            log().info("warmed up", "topic", notice.topic(), "messages", notice.count());
        }
    }

    private void price(Followed one, String symbol, String venue, double price) {
        if (!one.venue.equals(venue) || settings.source() == PriceSource.QUOTE && price == one.price) {
            return;
        }
        one.price = price;
        one.score.update(price);
        if (one.score.isReady()) {
            one.look(settings);
            if (one.isNews(clock().nanoTime(), settings)) {
                say(symbol, one);
            }
        }
    }

    private void say(String symbol, Followed one) {
        long tag = one.direction == InsightDirection.FLAT
                ? flat(symbol)
                : insight(symbol, one.direction, one.score.magnitude(), one.confidence(), settings.period());
        // What was not sent, as while it warms up, is said at the next price.
        if (tag > 0) {
            one.said = one.direction;
            one.saidAtNs = clock().nanoTime();
        }
    }

    /** A symbol, at the venue it was first heard of. Prices of two venues would make moves of their difference. */
    private static final class Followed {
        final String venue;
        final Score score;
        double price;
        InsightDirection direction = InsightDirection.FLAT;
        /** Null while nothing was said: then even FLAT is news, as it ends what was said before a crash. */
        InsightDirection said;

        long saidAtNs;

        Followed(String venue, Score score) {
            this.venue = venue;
            this.score = score;
        }

        void look(ScoreSettings settings) {
            double value = score.value();
            if (value >= settings.enter()) {
                direction = InsightDirection.UP;
            } else if (value <= -settings.enter()) {
                direction = InsightDirection.DOWN;
            } else if (direction == InsightDirection.UP ? value <= settings.exit() : value >= -settings.exit()) {
                direction = InsightDirection.FLAT;
            }
        }

        double confidence() {
            return Math.min(1, Math.abs(score.value()) / score.greatest());
        }

        boolean isNews(long nowNs, ScoreSettings settings) {
            return direction != said
                    || said != InsightDirection.FLAT
                            && nowNs - saidAtNs >= settings.period().toNanos() / 2;
        }
    }
}
