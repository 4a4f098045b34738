package io.meridian.sdk;

import io.meridian.plugin.contract.trading.BarEncoder;
import io.meridian.plugin.contract.trading.BookSnapshotEncoder;
import io.meridian.plugin.contract.trading.InstrumentEncoder;
import io.meridian.plugin.contract.trading.InstrumentStatusEncoder;
import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.TradeEncoder;
import io.meridian.sdk.event.BookDepth;
import io.meridian.sdk.event.BookSnapshotWriter;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.InstrumentWriter;
import io.meridian.sdk.event.MarketData;
import io.meridian.sdk.event.Message;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Object2ObjectHashMap;

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
    private final InstrumentWriter instruments = new InstrumentWriter();
    private final Encoding encoding = new Encoding();
    private final BookSnapshotWriter books = new BookSnapshotWriter();
    private final Map<MarketData.Kind, Map<String, Map<String, Publisher>>> publishers =
            new EnumMap<>(MarketData.Kind.class);

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

    /**
     * One of the stages threw. It is logged already.
     *
     * @return what is answered, in a form that the gateway documents; null: nothing, and who asked waits in vain
     */
    protected Data onQueryFailed(Query query, Exception failure) {
        return null;
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
        Q asked;
        try {
            asked = transformQuery(query);
        } catch (RuntimeException failure) {
            fail(query, failure, answer);
            return;
        }
        fetch(() -> {
            try {
                R raw = extract(asked);
                execute(() -> finish(query, raw, answer));
            } catch (Exception failure) {
                execute(() -> fail(query, failure, answer));
            }
        });
    }

    private void finish(Query query, R raw, RequestHandler.Answer answer) {
        Data data;
        try {
            data = transformData(query, raw);
        } catch (RuntimeException failure) {
            fail(query, failure, answer);
            return;
        }
        answer.send(data.schemaId(), data.schemaVersion(), data.payload());
    }

    private void fail(Query query, Exception failure, RequestHandler.Answer answer) {
        log().error("query failed", "topic", query.topic(), "error", failure);
        Data data = onQueryFailed(query, failure);
        if (data != null) {
            answer.send(data.schemaId(), data.schemaVersion(), data.payload());
        }
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
        Publisher to = publisher(MarketData.Kind.QUOTE, venue, symbol);
        long tag = Sending.claim(context(), to, QuoteEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.QUOTE);
        if (tag > 0) {
            try {
                to.eventTime(timeNs);
                writer.quote(to.buffer(), to.offset(), timeNs, venue, symbol, currency, bid, bidSize, ask, askSize);
            } catch (RuntimeException wrong) {
                to.abort();
                throw wrong;
            }
            to.commit();
        }
        return tag;
    }

    /** Publishes a trade. */
    protected final long trade(
            long timeNs, String venue, String symbol, String currency, String tradeId, double price, double size) {
        return trade(timeNs, venue, symbol, currency, tradeId, price, size, false);
    }

    /** Publishes what an auction traded: the sum, at its one price. */
    protected final long auctionTrade(
            long timeNs, String venue, String symbol, String currency, String tradeId, double price, double size) {
        return trade(timeNs, venue, symbol, currency, tradeId, price, size, true);
    }

    private long trade(
            long timeNs,
            String venue,
            String symbol,
            String currency,
            String tradeId,
            double price,
            double size,
            boolean inAuction) {
        Publisher to = publisher(MarketData.Kind.TRADE, venue, symbol);
        long tag = Sending.claim(context(), to, TradeEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.TRADE);
        if (tag > 0) {
            try {
                to.eventTime(timeNs);
                writer.trade(to.buffer(), to.offset(), timeNs, venue, symbol, currency, tradeId, price, size);
                if (inAuction) {
                    writer.inAuction();
                }
            } catch (RuntimeException wrong) {
                to.abort();
                throw wrong;
            }
            to.commit();
        }
        return tag;
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
        Publisher to = publisher(MarketData.Kind.BAR, venue, symbol);
        long tag = Sending.claim(context(), to, BarEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.BAR);
        if (tag > 0) {
            try {
                to.eventTime(timeNs);
                writer.bar(
                        to.buffer(),
                        to.offset(),
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
            } catch (RuntimeException wrong) {
                to.abort();
                throw wrong;
            }
            to.commit();
        }
        return tag;
    }

    /**
     * Publishes a whole order book.
     *
     * @param venueSequence the venue's number of the last change in it, 0 when it gives none
     * @param depth         best levels first; it may be filled anew afterwards
     */
    protected final long book(
            long timeNs, String venue, String symbol, String currency, long venueSequence, BookDepth depth) {
        Publisher to = publisher(MarketData.Kind.BOOK, venue, symbol);
        int length = BookSnapshotWriter.length(depth);
        long tag = Sending.claim(context(), to, BookSnapshotEncoder.TEMPLATE_ID, EventWriter.VERSION, length);
        if (tag > 0) {
            try {
                to.eventTime(timeNs);
                books.book(to.buffer(), to.offset(), timeNs, venue, symbol, currency, venueSequence, depth);
            } catch (RuntimeException wrong) {
                to.abort();
                throw wrong;
            }
            to.commit();
        }
        return tag;
    }

    /**
     * Publishes what an instrument is. Orders in one that nobody defined are refused. Nothing of it is stored, so say it again now and then for
     * those who come late.
     */
    protected final long instrument(InstrumentWriter.Terms terms) {
        long timeNs = clock().nanoTime();
        int length = instruments.instrument(encoding.scratch(), 0, timeNs, terms);
        return encoding.publish(
                context(),
                Topics.instrument(terms.venue(), terms.symbol()),
                InstrumentEncoder.TEMPLATE_ID,
                EventWriter.VERSION,
                length,
                timeNs);
    }

    /** Publishes whether an instrument is traded now. */
    protected final long status(String venue, String symbol, MarketPhase phase, long nextChangeNs, String reason) {
        long timeNs = clock().nanoTime();
        int length = instruments.status(encoding.scratch(), 0, timeNs, venue, symbol, phase, nextChangeNs, reason);
        return encoding.publish(
                context(),
                Topics.data(MarketData.Kind.STATUS, venue, symbol),
                InstrumentStatusEncoder.TEMPLATE_ID,
                EventWriter.VERSION,
                length,
                timeNs);
    }

    /** Where to publish data of a kind, for what is encoded already or in place. The same one each time. */
    protected final Publisher publisher(MarketData.Kind kind, String venue, String symbol) {
        Map<String, Map<String, Publisher>> ofKind = publishers.get(kind);
        if (ofKind == null) {
            ofKind = new Object2ObjectHashMap<>();
            publishers.put(kind, ofKind);
        }
        Map<String, Publisher> ofVenue = ofKind.get(venue);
        if (ofVenue == null) {
            ofVenue = new Object2ObjectHashMap<>();
            ofKind.put(venue, ofVenue);
        }
        Publisher found = ofVenue.get(symbol);
        if (found == null) {
            found = publisher(Topics.data(kind, venue, symbol));
            ofVenue.put(symbol, found);
        }
        return found;
    }
}
