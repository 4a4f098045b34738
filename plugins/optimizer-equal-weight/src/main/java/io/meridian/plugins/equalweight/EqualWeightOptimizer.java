package io.meridian.plugins.equalweight;

import io.meridian.sdk.Listing;
import io.meridian.sdk.SpreadOptimizer;
import io.meridian.sdk.SpreadSettings;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.StatePolicy;
import java.util.LinkedHashMap;
import java.util.Map;

/** Holds as much of each instrument that models expect something of. */
@MeridianPlugin(
        id = "optimizer-equal-weight",
        description = "Equal weights of all instruments that models expect something of",
        pool = Pool.OPTIMIZER,
        subscribes = "platform.signal.insight.*.*",
        publishes = "platform.portfolio.target.*",
        state = StatePolicy.SNAPSHOT,
        settings = SpreadSettings.class)
public final class EqualWeightOptimizer extends SpreadOptimizer {
    @Override
    protected Map<Listing, Double> spread(Map<Listing, Integer> sides) {
        Map<Listing, Double> parts = new LinkedHashMap<>();
        sides.keySet().forEach(listing -> parts.put(listing, 1.0 / sides.size()));
        return parts;
    }
}
