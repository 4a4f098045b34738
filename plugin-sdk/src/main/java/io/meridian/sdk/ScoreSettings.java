package io.meridian.sdk;

import io.meridian.sdk.annotation.Setting;
import java.time.Duration;
import java.util.List;

/** The settings of every {@link ScoreSignal}: what it looks at, and when it has an opinion. */
public record ScoreSettings(
        @Setting(value = "", doc = "Symbols it looks at, as in AAPL,MSFT. Empty: all.")
        List<String> symbols,

        @Setting(value = "BAR", doc = "Where prices come from.")
        PriceSource source,

        @Setting(value = "20", min = 2, max = 10_000, doc = "How far back it looks.")
        int lookback,

        @Setting(value = "2", min = 0, doc = "The score from which it expects something.")
        double enter,

        @Setting(value = "0.5", min = 0, doc = "The score at which it no longer does. Less than enter.")
        double exit,

        @Setting(value = "30m", doc = "How long an insight holds. It is renewed after half of that.")
        Duration period,

        @Setting(
                value = "24h",
                doc = "How far back at most it looks in the store for its first prices of a symbol. 0s: it begins with"
                        + " what comes.")
        Duration warmUp) {
    /** Of quotes many say nothing new: their middle is as it was. */
    private static final int QUOTES_A_PRICE = 10;

    public ScoreSettings {
        if (!(exit < enter)) {
            throw new IllegalArgumentException(
                    "exit=" + exit + " enter=" + enter + ": exit must be less, or it flickers between the two");
        }
        if (period.compareTo(Duration.ofMillis(1)) < 0 || warmUp.isNegative()) {
            throw new IllegalArgumentException(
                    "period=" + period + " warmUp=" + warmUp + ": a period is 1ms or more, and warmUp is not negative");
        }
    }

    /** What a score needs of the past to be ready. */
    Past past() {
        int prices = lookback + 1;
        return Past.last(source == PriceSource.QUOTE ? QUOTES_A_PRICE * prices : prices)
                .within(warmUp);
    }
}
