package io.meridian.sdk;

import io.meridian.sdk.annotation.Setting;
import java.time.Duration;
import java.util.List;

/** The settings of every {@link SpreadOptimizer}: for whom it decides, within what bounds, and when it speaks. */
public record SpreadSettings(
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
    public SpreadSettings {
        if (!(gross > 0) || !(maxWeight > 0)) {
            throw new IllegalArgumentException("gross=" + gross + " maxWeight=" + maxWeight + ": both are above 0");
        }
        if (look.compareTo(Duration.ofMillis(1)) < 0 || rebalance.isNegative()) {
            throw new IllegalArgumentException(
                    "look=" + look + " rebalance=" + rebalance + ": look is 1ms or more, and rebalance not negative");
        }
    }
}
