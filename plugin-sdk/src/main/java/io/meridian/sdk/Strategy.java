package io.meridian.sdk;

import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TargetPositionEncoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.event.BookSnapshot;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.MarketData;
import io.meridian.sdk.event.Position;
import io.meridian.sdk.event.Quote;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.Object2ObjectHashMap;

/**
 * Decides what to hold. Says it as an intent, {@link #target}, which the pipeline turns into orders; or orders itself.
 *
 * <pre>{@code
 * public void onQuote(Quote quote) {
 *     target(quote.symbol(), fast.update(quote.mid()) > slow.update(quote.mid()) ? 100 : 0);
 * }
 * }</pre>
 *
 * <p>Nothing is sent while a historical message is handled. Positions are those of the strategy's own fills since it began,
 * unless it reads its book: then they are the book's.
 */
public abstract class Strategy extends Plugin {
    private final Map<String, Listing> listings = new Object2ObjectHashMap<>();
    private final EventWriter writer = new EventWriter();
    private final Map<String, BigDecimal> positions = new HashMap<>();
    private final KnownFills fills = new KnownFills();
    private final OrderIds ids = new OrderIds();
    private Publisher targets;
    private Publisher orders;

    /** What is known of a symbol. */
    private static final class Listing {
        String venue = "";
        String currency = "";
        double target = Double.NaN;
        double limit = Double.NaN;
    }

    /** The portfolio it decides for; the plugin's id unless overridden. */
    protected String portfolio() {
        return context().plugin();
    }

    /**
     * The intent to hold so much of an instrument, at the market. Saying the same again sends nothing, so a strategy may say
     * it with every tick.
     *
     * @param position negative is short
     * @return the message's tag, or a negative code of {@link Publisher}
     */
    protected final long target(String symbol, double position) {
        return target(symbol, position, Double.NaN);
    }

    /** As {@link #target(String, double)}, but not to be traded at worse than a limit. */
    protected final long target(String symbol, double position, double limitPrice) {
        if (context().isHistorical()) {
            return Publisher.HISTORICAL;
        }
        Listing listing = listing(symbol);
        if (listing.target == position && Double.compare(listing.limit, limitPrice) == 0) {
            return Publisher.UNCHANGED;
        }
        if (targets == null) {
            targets = publisher(Topics.target(portfolio()));
        }
        long tag = Sending.claim(
                context(),
                targets,
                TargetPositionEncoder.TEMPLATE_ID,
                EventWriter.VERSION,
                EventWriter.TARGET_POSITION);
        if (tag > 0) {
            try {
                writer.targetPosition(
                        targets.buffer(),
                        targets.offset(),
                        clock().nanoTime(),
                        portfolio(),
                        context().plugin(),
                        listing.venue,
                        symbol,
                        listing.currency,
                        position,
                        limitPrice);
            } catch (RuntimeException wrong) {
                targets.abort();
                throw wrong;
            }
            targets.commit();
            listing.target = position;
            listing.limit = limitPrice;
        }
        return tag;
    }

    /** Orders at the market. Returns the order's id, or null when it was not sent. */
    protected final String buy(String symbol, double quantity) {
        return order(Side.BUY, symbol, quantity, Double.NaN);
    }

    /** Orders at the market. */
    protected final String sell(String symbol, double quantity) {
        return order(Side.SELL, symbol, quantity, Double.NaN);
    }

    /** Orders at a limit. */
    protected final String buy(String symbol, double quantity, double limitPrice) {
        return order(Side.BUY, symbol, quantity, limitPrice);
    }

    /** Orders at a limit. */
    protected final String sell(String symbol, double quantity, double limitPrice) {
        return order(Side.SELL, symbol, quantity, limitPrice);
    }

    private String order(Side side, String symbol, double quantity, double limitPrice) {
        if (!(quantity > 0)) {
            throw new IllegalArgumentException("quantity=" + quantity + " is not above 0; to sell, use sell");
        }
        if (context().isHistorical()) {
            return null;
        }
        Listing listing = listing(symbol);
        String id = ids.next(context());
        long tag = Sending.claim(
                context(), orders(), NewOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.NEW_ORDER);
        if (tag <= 0) {
            return null;
        }
        try {
            writer.newOrder(
                    orders.buffer(),
                    orders.offset(),
                    clock().nanoTime(),
                    id,
                    portfolio(),
                    context().plugin(),
                    listing.venue,
                    symbol,
                    listing.currency,
                    side,
                    quantity,
                    limitPrice);
        } catch (RuntimeException wrong) {
            orders.abort();
            throw wrong;
        }
        orders.commit();
        return id;
    }

    /** Cancels what is open of an order. */
    protected final long cancel(String orderId, String symbol) {
        if (context().isHistorical()) {
            return Publisher.HISTORICAL;
        }
        long tag = Sending.claim(
                context(), orders(), CancelOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.CANCEL_ORDER);
        if (tag > 0) {
            try {
                writer.cancelOrder(
                        orders.buffer(),
                        orders.offset(),
                        clock().nanoTime(),
                        orderId,
                        ids.next(context()),
                        portfolio(),
                        listing(symbol).venue,
                        symbol);
            } catch (RuntimeException wrong) {
                orders.abort();
                throw wrong;
            }
            orders.commit();
        }
        return tag;
    }

    private Publisher orders() {
        if (orders == null) {
            orders = publisher(Topics.orderCommand(portfolio()));
        }
        return orders;
    }

    /** What it holds of an instrument; negative is short. */
    protected final double position(String symbol) {
        BigDecimal held = positions.get(symbol);
        return held == null ? 0 : held.doubleValue();
    }

    /** The last intent for an instrument; {@code NaN} when there is none. */
    protected final double target(String symbol) {
        Listing listing = listings.get(symbol);
        return listing == null ? Double.NaN : listing.target;
    }

    private Listing listing(String symbol) {
        Listing listing = listings.get(symbol);
        if (listing == null) {
            listing = new Listing();
            listings.put(symbol, listing);
        }
        return listing;
    }

    @Override
    final void observe(Event event) {
        if (event instanceof MarketData data) {
            String symbol = data.symbol();
            Listing listing = listings.get(symbol);
            if (listing == null || listing.venue.isEmpty()) {
                listing = listing(symbol);
                listing.venue = data.venue();
                listing.currency = switch (data) {
                    case Quote quote -> quote.currency();
                    case BookSnapshot book -> book.currency();
                    default -> "";
                };
            }
        } else if (event instanceof Fill fill && fill.portfolio().equals(portfolio())) {
            if (fills.isNew(fill)) {
                positions.merge(fill.symbol(), Decimal.exact(fill.signedQuantity()), BigDecimal::add);
            }
        } else if (event instanceof Position book && book.portfolio().equals(portfolio())) {
            positions.put(book.symbol(), Decimal.exact(book.quantity()));
        }
    }

    @Override
    final void saveRole(DataOutput out) throws IOException {
        out.writeInt(positions.size());
        for (Map.Entry<String, BigDecimal> held : positions.entrySet()) {
            out.writeUTF(held.getKey());
            out.writeUTF(held.getValue().toPlainString());
        }
        fills.save(out);
    }

    @Override
    final void loadRole(DataInput in) throws IOException {
        positions.clear();
        for (int left = in.readInt(); left > 0; left--) {
            positions.put(in.readUTF(), new BigDecimal(in.readUTF()));
        }
        fills.load(in);
    }
}
