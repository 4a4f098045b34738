package io.meridian.plugins.paper;

import io.meridian.matching.EndReason;
import io.meridian.matching.MatchingBook;
import io.meridian.matching.Phase;
import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.SessionState;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimals;
import io.meridian.sdk.SubscribeOptions;
import io.meridian.sdk.Timer;
import io.meridian.sdk.Topics;
import io.meridian.sdk.VenueAdapter;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.InstrumentStatus;
import io.meridian.sdk.event.MarketData;
import io.meridian.sdk.event.ModifyOrder;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.Trade;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Object2ObjectHashMap;

/** A venue on paper: takes orders as a broker would, and fills them against the market data of one venue. */
@MeridianPlugin(
        id = "ccm-paper",
        description = "A venue on paper: a matching book that fills orders against market data",
        pool = Pool.CCM,
        subscribes = {
            "platform.ccm.*.command",
            "platform.data.quote.*.*",
            "platform.data.trade.*.*",
            "platform.data.bar.*.*",
            "platform.data.status.*.*"
        },
        publishes = {"platform.ccm.*.event", "platform.ccm.*.session"},
        settings = PaperSettings.class,
        state = StatePolicy.SNAPSHOT)
public final class PaperVenue extends VenueAdapter implements Listing.Outcome {
    private static final String EXPIRY = "expiry";

    private final Map<String, Listing> listings = new Object2ObjectHashMap<>();
    private final Map<String, PaperOrder> orders = new LinkedHashMap<>();
    private final DelayLine delayed = new DelayLine();
    private PaperSettings settings;
    private Fees fees;
    private Chances chances;
    /** The request that ends an order, while it is carried out. */
    private String answering = "";

    private long numbers;
    private long fills;

    // The session.

    @Override
    protected String venue() {
        return settings().venue();
    }

    private PaperSettings settings() {
        if (settings == null) {
            settings = settings(PaperSettings.class);
            fees = new Fees(settings.makerFee(), settings.takerFee(), settings.leastFee());
            chances = new Chances(settings.seed());
        }
        return settings;
    }

    @Override
    public void connect() {
        session(SessionState.ACTIVE, "");
        for (PaperOrder order : List.copyOf(orders.values())) {
            watch(order);
            // What was on its way when the plugin was killed.
            if (!order.accepted) {
                later(() -> bringIn(order));
            }
        }
        if (!settings().disconnectEvery().isZero()) {
            every(settings().disconnectEvery().plus(settings().disconnectFor()), this::lose);
        }
    }

    @Override
    protected void listen() {
        subscribe(Topics.venueCommand(venue()));
        for (MarketData.Kind kind :
                List.of(MarketData.Kind.QUOTE, MarketData.Kind.TRADE, MarketData.Kind.BAR, MarketData.Kind.STATUS)) {
            subscribe(Topics.data(kind, venue(), "X").replaceAll("X$", "*"), SubscribeOptions.DEFAULT);
        }
    }

    @Override
    public void disconnect() {
        session(SessionState.LOGGED_OUT, "");
    }

    private void lose() {
        session(SessionState.DISCONNECTED, "by the setting disconnectEvery");
        if (settings.cancelOnDisconnect()) {
            List.copyOf(orders.values()).forEach(order -> listing(order).cancel(order));
        }
        after("reconnect", settings.disconnectFor());
    }

    @Override
    public void onTimer(Timer timer) {
        if (timer.name().equals("reconnect")) {
            session(SessionState.ACTIVE, "");
        } else if (timer.name().equals(EXPIRY)) {
            expire();
        } else {
            delayed.release(clock().nanoTime());
        }
    }

    private boolean isActive() {
        return sessionState() == SessionState.ACTIVE;
    }

    /** Does it now, or as much later as the settings say. */
    private void later(Runnable command) {
        long delayNs =
                settings().latency().toNanos() + chances.upTo(settings.jitter().toNanos());
        if (delayNs == 0 && delayed.isEmpty()) {
            command.run();
        } else {
            long nowNs = clock().nanoTime();
            after("command", Duration.ofNanos(delayed.add(nowNs + delayNs, command) - nowNs));
        }
    }

    // Orders.

    @Override
    public void submit(NewOrder command) {
        String refusal = refusal(command);
        if (refusal != null) {
            rejected(command.orderId(), refusal);
            return;
        }
        PaperOrder order = new PaperOrder(command.copy(), ++numbers);
        orders.put(order.id, order);
        watch(order);
        later(() -> bringIn(order));
    }

    private String refusal(NewOrder command) {
        if (!isActive()) {
            return "the session with the venue is broken; send it again when it is back";
        }
        if (chances.happens(settings().rejectRate())) {
            return "rejected by chance, as the setting rejectRate asks";
        }
        if (!Decimals.isAbsent(command.decoder().displayQuantity().mantissa())) {
            return "the venue shows every order whole; send it without a displayed quantity";
        }
        Listing listing = listings.get(command.symbol());
        if ((listing == null || !listing.hasMarket()) && !command.message().isDuplicatePossible()) {
            return "there is no market data of " + command.symbol() + " at " + venue()
                    + "; it is not traded here, or its data has not come yet";
        }
        try {
            new PaperOrder(command, 0);
            return null;
        } catch (ArithmeticException tooFine) {
            return "a price or quantity has more than " + Fixed.SCALE + " digits behind the point";
        }
    }

    private void bringIn(PaperOrder order) {
        if (!orders.containsKey(order.id)) {
            return;
        }
        int code = listing(order).submit(order, () -> {
            order.accepted = true;
            accepted(order.id, venue() + "-" + order.number);
        });
        if (code < MatchingBook.ACCEPTED) {
            orders.remove(order.id);
            rejected(order.id, why(code));
        }
        figure("open", orders.size());
        requestSnapshot();
    }

    private static String why(int code) {
        return switch (code) {
            case MatchingBook.BAD_QUANTITY -> "the quantity is not above 0";
            case MatchingBook.BAD_PRICE -> "a limit or stop price is missing, not above 0, or of no use to this order";
            case MatchingBook.NOT_NOW -> "the order cannot wait, and nothing trades now";
            case MatchingBook.WOULD_TAKE -> "the order may not take, and would";
            case MatchingBook.TOO_LATE -> "the auction it is for is over";
            default -> "the venue does not take it, code " + code;
        };
    }

    private Listing listing(PaperOrder order) {
        return listing(order.command.symbol(), order.command.currency());
    }

    private Listing listing(String symbol, String currency) {
        Listing listing = listings.get(symbol);
        if (listing == null) {
            listing = new Listing(symbol, currency, settings().share(), this);
            listings.put(symbol, listing);
        }
        return listing;
    }

    @Override
    public void cancel(CancelOrder command) {
        String id = command.orderId();
        String request = command.requestId();
        later(() -> {
            PaperOrder order = orders.get(id);
            if (order == null) {
                refused(id, request, OrderCause.CANCEL_REFUSED, "the venue has it no more");
            } else if (!isActive()) {
                refused(id, request, OrderCause.CANCEL_REFUSED, "the session with the venue is broken");
            } else {
                answering = request;
                listing(order).cancel(order);
                answering = "";
            }
        });
    }

    @Override
    public void modify(ModifyOrder command) {
        ModifyOrder lasting = command.copy();
        later(() -> change(lasting));
    }

    private void change(ModifyOrder command) {
        PaperOrder order = orders.get(command.orderId());
        String request = command.requestId();
        if (order == null) {
            refused(command.orderId(), request, OrderCause.MODIFY_REFUSED, "the venue has it no more");
            return;
        }
        if (!isActive()) {
            refused(order.id, request, OrderCause.MODIFY_REFUSED, "the session with the venue is broken");
            return;
        }
        long quantity = Fixed.of(command.decoder().quantity());
        int code = listing(order)
                .modify(
                        order,
                        quantity == Fixed.ABSENT ? order.quantity : quantity,
                        Fixed.of(command.decoder().limitPrice()),
                        Fixed.of(command.decoder().stopPrice()),
                        () -> changed(order, request));
        if (code < MatchingBook.ACCEPTED) {
            refused(order.id, request, OrderCause.MODIFY_REFUSED, why(code));
        }
        requestSnapshot();
    }

    private void changed(PaperOrder order, String request) {
        double limit = order.limit == Fixed.ABSENT ? Double.NaN : Fixed.toDouble(order.limit);
        modified(order.id, request, Fixed.toDouble(order.quantity), limit);
        if (order.leaves == 0) {
            orders.remove(order.id);
        }
    }

    @Override
    public void onFilled(PaperOrder order, long quantity, long price, boolean maker) {
        double size = Fixed.toDouble(quantity);
        double at = Fixed.toDouble(price);
        fills++;
        figure("fills", fills);
        String tradeId = Long.toUnsignedString(Ids.hash(order.id), 36) + "-" + ++order.trades;
        filled(order.id, tradeId, size, at, fees.of(size, at, maker, order.command.currency(), clock().nanoTime()));
        if (order.leaves == 0) {
            orders.remove(order.id);
        }
        requestSnapshot();
    }

    @Override
    public void onEnded(PaperOrder order, EndReason reason) {
        orders.remove(order.id);
        ended(order.id, OrderState.CANCELLED, answering, Reasons.of(reason));
        requestSnapshot();
    }

    private void watch(PaperOrder order) {
        if (order.command.timeInForce() == TimeInForce.GOOD_TILL_TIME) {
            long leftNs = order.command.decoder().expireAt() - clock().nanoTime();
            after(EXPIRY, Duration.ofNanos(Math.max(0, leftNs)));
        }
    }

    /** Orders whose time is over. */
    private void expire() {
        long nowNs = clock().nanoTime();
        for (PaperOrder order : List.copyOf(orders.values())) {
            long atNs = order.command.decoder().expireAt();
            if (order.command.timeInForce() == TimeInForce.GOOD_TILL_TIME && atNs <= nowNs) {
                end(order, "its time is over");
            }
        }
    }

    private void end(PaperOrder order, String reason) {
        orders.remove(order.id);
        listing(order).drop(order);
        ended(order.id, OrderState.EXPIRED, reason);
        requestSnapshot();
    }

    // The market.

    @Override
    public void onQuote(Quote quote) {
        listing(quote.symbol(), quote.currency())
                .quoted(
                        Fixed.of(quote.decoder().bidPrice()),
                        Fixed.of(quote.decoder().bidSize()),
                        Fixed.of(quote.decoder().askPrice()),
                        Fixed.of(quote.decoder().askSize()));
    }

    @Override
    public void onTrade(Trade trade) {
        listing(trade.symbol(), trade.currency())
                .traded(
                        Fixed.of(trade.decoder().price()),
                        Fixed.of(trade.decoder().size()),
                        trade.aggressor());
    }

    @Override
    public void onBar(Bar bar) {
        listing(bar.symbol(), bar.currency())
                .bar(
                        Fixed.of(bar.decoder().openPrice()),
                        Fixed.of(bar.decoder().highPrice()),
                        Fixed.of(bar.decoder().lowPrice()),
                        Fixed.of(bar.decoder().closePrice()),
                        Fixed.of(bar.decoder().volume()));
    }

    @Override
    public void onInstrumentStatus(InstrumentStatus status) {
        Listing listing = listings.get(status.symbol());
        if (listing == null) {
            return;
        }
        MarketPhase phase = status.phase();
        listing.phase(
                switch (phase) {
                    case OPEN -> Phase.CONTINUOUS;
                    case AUCTION -> listing.isOpen() ? Phase.CLOSING : Phase.OPENING;
                    case PRE_OPEN, HALTED -> Phase.OPENING;
                    default -> Phase.CLOSED;
                });
        if (phase == MarketPhase.POST_CLOSE || phase == MarketPhase.CLOSED) {
            for (PaperOrder order : List.copyOf(listing.orders())) {
                TimeInForce force = order.command.timeInForce();
                if (force != TimeInForce.GOOD_TILL_CANCEL && force != TimeInForce.GOOD_TILL_TIME) {
                    end(order, "the day is over");
                }
            }
        }
    }

    // What outlives a crash.

    @Override
    public void saveState(DataOutput out) throws IOException {
        PaperState.save(out, numbers, orders.values());
    }

    @Override
    public void loadState(DataInput in, int version) throws IOException {
        numbers = PaperState.load(in, order -> {
            orders.put(order.id, order);
            if (order.accepted) {
                listing(order).submit(order, () -> {});
            }
        });
    }
}
