package io.meridian.plugins.riskparity;

import io.meridian.sdk.PriceSource;
import io.meridian.sdk.SpreadSettings;
import io.meridian.sdk.annotation.Setting;
import java.time.Duration;
import java.util.List;

/** What it looks at, and then those of every optimizer that spreads a portfolio, which {@link SpreadSettings} checks. */
public record RiskParitySettings(
        @Setting(value = "QUOTE", doc = "Where prices come from.")
        PriceSource source,

        @Setting(value = "1m", doc = "How long a return is: prices are taken once in so long.")
        Duration sample,

        @Setting(value = "60", min = 2, max = 10_000, doc = "How many returns the risk is taken of.")
        int lookback,

        @Setting(
                value = "0.1",
                min = 0,
                max = 1,
                doc = "How much of what returns have in common is left out: 0 is nothing, 1 is all.")
        double shrinkage,

        @Setting(value = "", doc = "The portfolio it decides for. Empty: that of the plugin's name.")
        String portfolio,

        @Setting(value = "", doc = "Models it heeds, as in signal-momentum. Empty: all.")
        List<String> models,

        @Setting(value = "1m", doc = "How often it looks whether the weights are to be others.")
        Duration look,

        @Setting(value = "1d", doc = "After so long it says the same weights again, since prices moved. 0s: never.")
        Duration rebalance,

        @Setting(value = "1", min = 0, max = 10, doc = "The sum of all weights, long or short.")
        double gross,

        @Setting(value = "0.02", min = 0, max = 1, doc = "The part of the portfolio that is to stay cash.")
        double cash,

        @Setting(value = "0.25", min = 0, max = 10, doc = "The greatest weight of an instrument, long or short.")
        double maxWeight,

        @Setting(value = "0.02", min = 0, doc = "It says nothing while the weights would change by less, all together.")
        double minChange,

        @Setting(value = "false", doc = "Whether an instrument that is expected to fall is sold short.")
        boolean allowShort) {
    public RiskParitySettings {
        if (sample.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("sample=" + sample + ": a return is over 1ms or more");
        }
    }

    SpreadSettings spread() {
        return new SpreadSettings(portfolio, models, look, rebalance, gross, cash, maxWeight, minChange, allowShort);
    }
}
