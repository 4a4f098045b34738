package io.meridian.sdk;

import io.meridian.plugin.contract.trading.BarEncoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.TradeEncoder;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.MarketData;
import io.meridian.sdk.event.Message;
import java.time.Duration;
import java.util.List;

/**
 * Brings data in. It answers queries in three stages, and streams.
 *
 * <p>A query is answered by {@link #transformQuery} (what is asked, in the words of the source), {@link #extract} (get it) and
 * {@link #transformData} (in the words of the platform). {@link #extract} may be slow, so it runs on a virtual thread of its
 * own and touches nothing of the plugin; the other two run on the plugin's thread.
 *
 * @param <Q> a query in the words of the source
 * @param <R> what the source answers
 */
public abstract class DataGateway<Q, R> extends Plugin {
    private final EventWriter writer = new EventWriter();
    private final Encoding encoding = new Encoding();

    /**
     * What somebody asks for.
     *
     * @param topic    what it was asked on, which says what is asked for
     * @param schemaId of the payload
     * @param payload  what was asked, in the form that the gateway documents
     */
    public record Query(String topic, int schemaId, byte[] payload) {}

    /**
     * What they are answered.
     *
     * @param schemaId of the payload
     */
    public record Data(int schemaId, int schemaVersion, byte[] payload) {}

    /** Stage one: the query in the words of the source. */
    protected Q transformQuery(Query query) {
        throw new UnsupportedOperationException("gateway=" + getClass().getName() + " answers no queries: topic="
                + query.topic() + ". Override transformQuery, extract and transformData");
    }

    /** Stage two: asks the source. On a thread of its own; may wait. */
    protected R extract(Q query) throws Exception {
        throw new UnsupportedOperationException("gateway=" + getClass().getName() + " does not override extract");
    }

    /** Stage three: the answer in the words of the platform. */
    protected Data transformData(Query query, R raw) {
        throw new UnsupportedOperationException("gateway=" + getClass().getName() + " does not override transformData");
    }

    /** Begins to stream: connects to the source. Threads of the source hand what they hear to {@code execute}. */
    public void openStream() {}

    /** Ends streaming. */
    public void closeStream() {}

    /** The patterns whose queries it answers; none unless overridden. */
    protected List<String> answers() {
        return List.of();
    }

    @Override
    public void onStart() {
        answers().forEach(pattern -> respond(pattern, this::answer));
        subscribeDeclared();
        openStream();
    }

    @Override
    public void onStop() {
        closeStream();
    }

    private void answer(Message request, RequestHandler.Answer answer) {
        Query query = new Query(request.topic(), request.schemaId(), request.payload());
        Q asked = transformQuery(query);
        fetch(() -> {
            try {
                R raw = extract(asked);
                execute(() -> {
                    Data data = transformData(query, raw);
                    answer.send(data.schemaId(), data.schemaVersion(), data.payload());
                });
            } catch (Exception failure) {
                execute(() -> log().error("query failed", "topic", query.topic(), "error", failure));
            }
        });
    }

    /** Runs stage two; on a virtual thread unless overridden, as a test may. */
    protected void fetch(Runnable stage) {
        Thread.ofVirtual().name("extract-" + context().plugin()).start(stage);
    }

    /** Publishes a best bid and offer, as of {@code timeNs}. */
    protected final long quote(
            long timeNs,
            String venue,
            String symbol,
            String currency,
            double bid,
            double bidSize,
            double ask,
            double askSize) {
        writer.quote(encoding.scratch(), 0, timeNs, venue, symbol, currency, bid, bidSize, ask, askSize);
        return encoding.publish(
                context(),
                Topics.data(MarketData.Kind.QUOTE, venue, symbol),
                QuoteEncoder.TEMPLATE_ID,
                EventWriter.VERSION,
                EventWriter.QUOTE);
    }

    /** Publishes a trade. */
    protected final long trade(
            long timeNs, String venue, String symbol, String currency, String tradeId, double price, double size) {
        writer.trade(encoding.scratch(), 0, timeNs, venue, symbol, currency, tradeId, price, size);
        return encoding.publish(
                context(),
                Topics.data(MarketData.Kind.TRADE, venue, symbol),
                TradeEncoder.TEMPLATE_ID,
                EventWriter.VERSION,
                EventWriter.TRADE);
    }

    /** Publishes a bar that ends at {@code timeNs}. */
    protected final long bar(
            long timeNs,
            Duration period,
            String venue,
            String symbol,
            String currency,
            double open,
            double high,
            double low,
            double close,
            double volume) {
        writer.bar(
                encoding.scratch(),
                0,
                timeNs,
                period.toNanos(),
                venue,
                symbol,
                currency,
                open,
                high,
                low,
                close,
                volume);
        return encoding.publish(
                context(),
                Topics.data(MarketData.Kind.BAR, venue, symbol),
                BarEncoder.TEMPLATE_ID,
                EventWriter.VERSION,
                EventWriter.BAR);
    }
}
