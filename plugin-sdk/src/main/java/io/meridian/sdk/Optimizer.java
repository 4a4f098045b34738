package io.meridian.sdk;

import io.meridian.plugin.contract.trading.TargetPositionEncoder;
import io.meridian.plugin.contract.trading.TargetScope;
import io.meridian.plugin.contract.trading.TargetWeightsEncoder;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.ReportWriter;
import io.meridian.sdk.event.ReportWriter.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns insights and the book into what a portfolio is to hold. It never orders. */
public abstract class Optimizer extends Plugin {
    private final ReportWriter reports = new ReportWriter();
    private final EventWriter events = new EventWriter();
    private final Encoding encoding = new Encoding();

    /** The portfolio it decides for; the plugin's id unless overridden. */
    protected String portfolio() {
        return context().plugin();
    }

    /**
     * Publishes weights, as fractions of the portfolio's net asset value; negative is short.
     *
     * @param scope whether what is not named is to be sold off
     */
    protected final long weights(TargetScope scope, Map<Listing, Double> weights) {
        if (context().isHistorical()) {
            return Publisher.HISTORICAL;
        }
        List<Weight> spread = new ArrayList<>(weights.size());
        weights.forEach((listing, weight) -> spread.add(new Weight(listing.venue(), listing.symbol(), weight)));
        int length = reports.targetWeights(
                encoding.scratch(),
                0,
                clock().nanoTime(),
                portfolio(),
                context().plugin(),
                scope,
                spread);
        return encoding.publish(
                context(), Topics.target(portfolio()), TargetWeightsEncoder.TEMPLATE_ID, EventWriter.VERSION, length);
    }

    /** Publishes how much of an instrument to hold; negative is short. */
    protected final long target(String venue, String symbol, String currency, double quantity) {
        if (context().isHistorical()) {
            return Publisher.HISTORICAL;
        }
        events.targetPosition(
                encoding.scratch(),
                0,
                clock().nanoTime(),
                portfolio(),
                context().plugin(),
                venue,
                symbol,
                currency,
                quantity,
                Double.NaN);
        return encoding.publish(
                context(),
                Topics.target(portfolio()),
                TargetPositionEncoder.TEMPLATE_ID,
                EventWriter.VERSION,
                EventWriter.TARGET_POSITION);
    }
}
