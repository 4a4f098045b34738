package io.meridian.sdk;

import io.meridian.plugin.contract.trading.TargetScope;
import io.meridian.sdk.event.Insight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * An optimizer that spreads a portfolio over what models expect something of: long where more of them expect a rise than a fall,
 * short the other way round where that is allowed. An author says in {@link #spread} how much of each. The rest is done here:
 * which insights hold now, the bounds of {@link SpreadSettings}, and when to speak. It says all weights at once, and what it does
 * not name is to be sold.
 *
 * <p>It speaks when an instrument comes in, goes out or changes sides; when all changes together come to
 * {@link SpreadSettings#minChange}; and when {@link SpreadSettings#rebalance} is over. It says nothing before there is something to hold.
 *
 * <p>The manifest says {@code state = SNAPSHOT}, and insights and the last weights outlive a crash: insights are not sent again,
 * and without them it would take all for over.
 */
public abstract class SpreadOptimizer extends Optimizer {
    private final Expectations expectations = new Expectations();
    private final Map<Listing, Double> said = new LinkedHashMap<>();
    private long saidAtNs;
    private SpreadSettings settings;

    /** The settings; from the manifest's record unless overridden, as when there are more than these. */
    protected SpreadSettings spreadSettings() {
        return settings(SpreadSettings.class);
    }

    /**
     * How much of each instrument.
     *
     * @param sides what something is expected of, in order of venue and symbol: 1 to be held long, -1 short; may be empty
     * @return parts of the whole, not negative, at most 1 together; what is left out is not held. Null: all stays as it is.
     */
    protected abstract Map<Listing, Double> spread(Map<Listing, Integer> sides);

    @Override
    protected String portfolio() {
        return settings.portfolio().isEmpty() ? super.portfolio() : settings.portfolio();
    }

    @Override
    public void onStart() {
        settings = spreadSettings();
        subscribeDeclared();
        every(settings.look(), this::look);
    }

    @Override
    public void onInsight(Insight insight) {
        if (!settings.models().isEmpty() && !settings.models().contains(insight.model())) {
            return;
        }
        if (insight.venue().isEmpty()) {
            log().warn(
                            "an insight is left out, since it names no venue to trade at",
                            "model",
                            insight.model(),
                            "symbol",
                            insight.symbol());
            return;
        }
        expectations.heed(insight);
        requestSnapshot();
    }

    private void look() {
        long nowNs = clock().nanoTime();
        Map<Listing, Integer> sides = expectations.sides(nowNs);
        if (!settings.allowShort()) {
            sides.values().removeIf(side -> side < 0);
        }
        Map<Listing, Double> parts = spread(sides);
        if (parts == null) {
            return;
        }
        Map<Listing, Double> weights = bounded(parts, sides);
        if (isWorthSaying(weights, nowNs) && weights(TargetScope.WHOLE, weights) > 0) {
            said.clear();
            said.putAll(weights);
            saidAtNs = nowNs;
            requestSnapshot();
        }
        figure("instruments", said.size());
    }

    private Map<Listing, Double> bounded(Map<Listing, Double> parts, Map<Listing, Integer> sides) {
        Map<Listing, Double> weights = new LinkedHashMap<>();
        double net = 0;
        for (Map.Entry<Listing, Double> part : parts.entrySet()) {
            if (part.getValue() > 0) {
                double size = Math.min(part.getValue() * settings.gross(), settings.maxWeight());
                double weight = sides.get(part.getKey()) * size;
                weights.put(part.getKey(), weight);
                net += weight;
            }
        }
        double most = 1 - settings.cash();
        if (net > most) {
            double less = most / net;
            weights.replaceAll((listing, weight) -> weight * less);
        }
        return weights;
    }

    private boolean isWorthSaying(Map<Listing, Double> weights, long nowNs) {
        Set<Listing> all = new LinkedHashSet<>(said.keySet());
        all.addAll(weights.keySet());
        double change = 0;
        for (Listing listing : all) {
            double before = said.getOrDefault(listing, 0.0);
            double now = weights.getOrDefault(listing, 0.0);
            if (Math.signum(before) != Math.signum(now)) {
                return true;
            }
            change += Math.abs(now - before);
        }
        boolean isOld = !settings.rebalance().isZero()
                && nowNs - saidAtNs >= settings.rebalance().toNanos();
        return !all.isEmpty() && (isOld || change > 0 && change >= settings.minChange());
    }

    @Override
    void saveRole(DataOutput out) throws IOException {
        expectations.save(out);
        out.writeLong(saidAtNs);
        out.writeInt(said.size());
        for (Map.Entry<Listing, Double> each : said.entrySet()) {
            out.writeUTF(each.getKey().venue());
            out.writeUTF(each.getKey().symbol());
            out.writeDouble(each.getValue());
        }
    }

    @Override
    void loadRole(DataInput in) throws IOException {
        expectations.load(in);
        saidAtNs = in.readLong();
        said.clear();
        for (int left = in.readInt(); left > 0; left--) {
            said.put(new Listing(in.readUTF(), in.readUTF()), in.readDouble());
        }
    }
}
