package io.meridian.plugins.momentum;

import io.meridian.sdk.Score;
import io.meridian.sdk.ScoreSettings;
import io.meridian.sdk.ScoreSignal;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;

/** Expects a price to go on as it went, once it went further than it usually wanders. */
@MeridianPlugin(
        id = "signal-momentum",
        description = "Insights by momentum: the last returns, compared with their own size",
        pool = Pool.SIGNAL,
        subscribes = {"platform.data.bar.*.*", "platform.data.quote.*.*", "platform.data.trade.*.*"},
        replays = {"platform.data.bar.*.*", "platform.data.quote.*.*", "platform.data.trade.*.*"},
        publishes = "platform.signal.insight.signal-momentum.*",
        settings = ScoreSettings.class)
public final class MomentumSignal extends ScoreSignal {
    @Override
    protected Score score(int lookback) {
        return new Trend(lookback);
    }
}
