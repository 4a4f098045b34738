package io.meridian.plugins.meanreversion;

import io.meridian.sdk.Score;
import io.meridian.sdk.ScoreSettings;
import io.meridian.sdk.ScoreSignal;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;

/** Expects a price that strayed further from its mean than it usually does to come back. */
@MeridianPlugin(
        id = "signal-mean-reversion",
        description = "Insights by mean reversion: how far the price is from its mean, in standard deviations",
        pool = Pool.SIGNAL,
        subscribes = {"platform.data.bar.*.*", "platform.data.quote.*.*", "platform.data.trade.*.*"},
        replays = {"platform.data.bar.*.*", "platform.data.quote.*.*", "platform.data.trade.*.*"},
        publishes = "platform.signal.insight.signal-mean-reversion.*",
        settings = ScoreSettings.class)
public final class MeanReversionSignal extends ScoreSignal {
    @Override
    protected Score score(int lookback) {
        return new Stretch(lookback);
    }
}
