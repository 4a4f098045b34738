package io.meridian.plugins.riskparity;

import io.meridian.sdk.Health;
import io.meridian.sdk.Listing;
import io.meridian.sdk.SpreadOptimizer;
import io.meridian.sdk.SpreadSettings;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.MarketData;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds so much of each instrument that models expect something of, that each adds as much to the risk of the whole. */
@MeridianPlugin(
        id = "optimizer-risk-parity",
        description = "Weights by which all instruments that models expect something of add as much to the risk",
        pool = Pool.OPTIMIZER,
        subscribes = {
            "platform.data.bar.*.*",
            "platform.data.quote.*.*",
            "platform.data.trade.*.*",
            "platform.signal.insight.*.*"
        },
        publishes = "platform.portfolio.target.*",
        state = StatePolicy.SNAPSHOT,
        settings = RiskParitySettings.class)
public final class RiskParityOptimizer extends SpreadOptimizer {
    private RiskParitySettings settings;
    private Returns returns;
    private int waiting;
    private boolean unsolved;

    @Override
    protected SpreadSettings spreadSettings() {
        return settings(RiskParitySettings.class).spread();
    }

    @Override
    public void onStart() {
        settings = settings(RiskParitySettings.class);
        if (returns == null || returns.lookback() != settings.lookback()) {
            returns = new Returns(settings.lookback());
        }
        every(settings.sample(), () -> returns.sample());
        super.onStart();
    }

    @Override
    public void onMarketData(MarketData data) {
        double price = settings.source().price(data);
        if (price > 0) {
            returns.price(data.venue(), data.symbol(), price);
        }
    }

    @Override
    protected Map<Listing, Double> spread(Map<Listing, Integer> sides) {
        List<Listing> ready = sides.keySet().stream().filter(returns::isReady).toList();
        waiting = sides.size() - ready.size();
        unsolved = false;
        if (ready.isEmpty()) {
            return sides.isEmpty() ? Map.of() : null;
        }
        Optional<double[]> weights = RiskParity.weights(returns.covariance(ready, sides, settings.shrinkage()));
        if (weights.isEmpty()) {
            unsolved = true;
            return null;
        }
        Map<Listing, Double> parts = new LinkedHashMap<>();
        for (int i = 0; i < ready.size(); i++) {
            parts.put(ready.get(i), weights.get()[i]);
        }
        return parts;
    }

    @Override
    public Health health() {
        if (unsolved) {
            return Health.degraded(
                    "some mix of the instruments has no risk, so no weights make risks equal and the last ones"
                            + " stay; set shrinkage above 0, or make it more");
        }
        return waiting == 0
                ? Health.HEALTHY
                : Health.degraded(waiting
                        + " instruments that models expect something of are left out, since fewer than" + " lookback="
                        + returns.lookback() + " returns are known, or their prices stand still");
    }

    @Override
    public void saveState(DataOutput out) throws IOException {
        returns.save(out);
    }

    @Override
    public void loadState(DataInput in, int version) throws IOException {
        returns = Returns.load(in);
    }
}
