package io.meridian.plugins.router;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import io.meridian.sdk.ExecutionRouter;
import io.meridian.sdk.Timer;
import io.meridian.sdk.WorkingOrder;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.Instrument;
import io.meridian.sdk.event.InstrumentStatus;
import io.meridian.sdk.event.MarketData;
import io.meridian.sdk.event.ModifyOrder;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.Trade;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Object2ObjectHashMap;

/** Works the orders that the kernel hands out: DIRECT ones go to their venue as they are, the others in slices. */
@MeridianPlugin(
        id = "ems-router",
        description = "Works orders at venues: straight through, or by TWAP, VWAP and POV",
        pool = Pool.EMS,
        subscribes = {
            "platform.ems.command.*",
            "platform.ccm.*.event",
            "platform.data.quote.*.*",
            "platform.data.trade.*.*",
            "platform.data.bar.*.*",
            "platform.data.status.*.*",
            "platform.data.instrument.*.*"
        },
        publishes = {"platform.ccm.*.command", "platform.ems.event.*"},
        settings = RouterSettings.class,
        state = StatePolicy.SNAPSHOT)
public final class Router extends ExecutionRouter {
    private final Map<String, Algo> algos = new LinkedHashMap<>();
    private final Map<String, Map<String, Touch>> touches = new Object2ObjectHashMap<>();
    private final CostAnalysis costs = new CostAnalysis();
    private RouterSettings settings;
    private BigDecimal[] curve;
    private boolean watches;

    @Override
    public void onStart() {
        onSettings();
        subscribeDeclared();
        watch();
    }

    /** Looks at the clock while there is something to work, and else not. */
    private void watch() {
        if (!watches && !algos.isEmpty()) {
            watches = true;
            after("work", settings.look());
        }
    }

    @Override
    public void onTimer(Timer timer) {
        watches = false;
        workAll();
        watch();
    }

    @Override
    public void onSettings() {
        settings = settings(RouterSettings.class);
        curve = settings.curve().stream()
                .map(text -> new BigDecimal(text.strip()))
                .toArray(BigDecimal[]::new);
    }

    // Orders.

    @Override
    public void onNewOrder(NewOrder command) {
        boolean direct = command.algorithm() == Algorithm.DIRECT;
        WorkingOrder order = direct ? routeWhole(command) : begin(command);
        if (order == null) {
            return;
        }
        Touch touch = touch(order.venue(), order.symbol());
        costs.arrived(order.id(), touch.price());
        if (!direct) {
            begin(command, order, touch);
        }
    }

    private void begin(NewOrder command, WorkingOrder order, Touch touch) {
        if (command.type() != OrderType.MARKET && command.type() != OrderType.LIMIT) {
            report(
                    order,
                    OrderState.REJECTED,
                    OrderCause.COMMAND,
                    "an algorithm works market and limit orders; send a stop order with the algorithm DIRECT");
            return;
        }
        long nowNs = clock().nanoTime();
        long beginNs = Math.max(nowNs, command.decoder().startAt());
        long endNs = command.decoder().endAt() > beginNs
                ? command.decoder().endAt()
                : beginNs + settings.horizon().toNanos();
        Algo algo = new Algo(command.copy(), beginNs, endNs, touch.price(), touch.volume);
        algos.put(order.id(), algo);
        report(order, OrderState.OPEN, OrderCause.VENUE, "");
        work(algo);
        watch();
    }

    @Override
    public void onModifyOrder(ModifyOrder command) {
        WorkingOrder order = order(command.orderId());
        Algo algo = algos.get(command.orderId());
        if (order == null || order.isOver()) {
            log().warn("a modify of an order that is not worked here", "order", command.orderId());
        } else if (algo == null) {
            route(order.venue(), command);
        } else {
            double quantity =
                    Decimals.isAbsent(command.decoder().quantity().mantissa()) ? order.quantity() : command.quantity();
            double limit = Decimals.isAbsent(command.decoder().limitPrice().mantissa())
                    ? order.limitPrice()
                    : command.limitPrice();
            double least = order.filledQuantity() + placed(order).doubleValue();
            if (quantity < least) {
                report(
                        order,
                        order.state(),
                        OrderCause.MODIFY_REFUSED,
                        command.requestId(),
                        least + " are filled or at the venue; cancel the order, or make it no smaller");
            } else {
                changed(order, command.requestId(), quantity, limit);
                if (order.isOver()) {
                    endIfDone(order, algo);
                } else {
                    work(algo);
                }
            }
        }
    }

    @Override
    public void onCancelOrder(CancelOrder command) {
        WorkingOrder order = order(command.orderId());
        Algo algo = algos.get(command.orderId());
        if (order == null || order.isOver()) {
            log().warn("a cancel of an order that is not worked here", "order", command.orderId());
        } else if (algo == null) {
            route(order.venue(), command);
        } else if (algo.cancelRequest.isEmpty()) {
            algo.cancelRequest = command.requestId();
            parts(order).forEach(part -> withdraw(part, command.requestId()));
            endIfDone(order, algo);
        }
    }

    /** What a venue says. */
    @Override
    public void onOrderEvent(OrderEvent event) {
        WorkingOrder part = follow(event);
        if (part == null) {
            return;
        }
        Algo algo = algos.get(part.parentId());
        if (algo == null) {
            endedWhole(part);
        } else if (event.state() == OrderState.REJECTED) {
            log().warn("a slice was rejected", "part", part.id(), "why", event.reason());
            endIfDone(order(algo.id), algo);
        } else if (part.isOver()) {
            endIfDone(order(algo.id), algo);
            if (algo.triedLast && algos.containsKey(algo.id)) {
                finishIfNothingIsPlaced(order(algo.id), algo);
            }
        }
    }

    @Override
    public void onFill(Fill fill) {
        if (filled(fill)) {
            WorkingOrder order = order(fill.orderId());
            Algo algo = algos.get(order.parentId());
            if (algo != null) {
                endIfDone(order(algo.id), algo);
            } else {
                endedWhole(order);
            }
        }
    }

    // Schedules.

    private void workAll() {
        for (Algo algo : List.copyOf(algos.values())) {
            work(algo);
        }
    }

    private void work(Algo algo) {
        WorkingOrder order = order(algo.id);
        Touch touch = touch(order.venue(), order.symbol());
        long nowNs = clock().nanoTime();
        if (!algo.cancelRequest.isEmpty() || touch.phase != MarketPhase.OPEN && touch.phase != MarketPhase.AUCTION) {
            return;
        }
        if (algo.triedLast) {
            parts(order).forEach(part -> withdraw(part, "over-" + part.id()));
            finishIfNothingIsPlaced(order, algo);
            return;
        }
        if (settings.style() == RouterSettings.Style.PASSIVE) {
            parts(order).stream()
                    .filter(part -> part.limitPrice() != touch.near(order.side()))
                    .forEach(part -> withdraw(part, "reprice-" + part.id()));
        }
        BigDecimal filled = BigDecimal.valueOf(order.filledQuantity());
        BigDecimal slice = due(algo, order, touch, nowNs).subtract(filled).subtract(placed(order));
        if (slice.signum() > 0) {
            send(order, touch, slice);
        }
        if (nowNs >= algo.endNs) {
            algo.triedLast = true;
            finishIfNothingIsPlaced(order, algo);
        }
    }

    private BigDecimal due(Algo algo, WorkingOrder order, Touch touch, long nowNs) {
        Schedule schedule = new Schedule(touch.lot);
        BigDecimal quantity = BigDecimal.valueOf(order.quantity());
        return switch (algo.algorithm()) {
            case VWAP -> schedule.byCurve(quantity, algo.beginNs, algo.endNs, curve, nowNs);
            case POV ->
                nowNs < algo.beginNs
                        ? BigDecimal.ZERO
                        : algo.filledBefore.add(schedule.byVolume(
                                quantity.subtract(algo.filledBefore),
                                touch.volume.subtract(algo.volumeBefore),
                                share(algo)));
            default -> schedule.evenly(quantity, algo.beginNs, algo.endNs, settings.slices(), nowNs);
        };
    }

    private BigDecimal share(Algo algo) {
        return Decimals.isAbsent(algo.command.decoder().participation().mantissa())
                ? BigDecimal.valueOf(settings.participation())
                : Decimal.read(algo.command.decoder().participation()).toBigDecimal();
    }

    private void send(WorkingOrder order, Touch touch, BigDecimal slice) {
        if (settings.style() == RouterSettings.Style.AGGRESSIVE) {
            place(order, order.venue(), slice, order.limitPrice(), TimeInForce.IMMEDIATE_OR_CANCEL);
            return;
        }
        double near = touch.near(order.side());
        if (Double.isNaN(near)) {
            return;
        }
        boolean beyond = order.side() == Side.BUY ? near > order.limitPrice() : near < order.limitPrice();
        place(order, order.venue(), slice, beyond ? order.limitPrice() : near, TimeInForce.DAY);
    }

    private void endIfDone(WorkingOrder order, Algo algo) {
        if (order.isOver()) {
            algos.remove(algo.id);
            costs.ended(order, this::figure);
        } else if (!algo.cancelRequest.isEmpty() && parts(order).isEmpty()) {
            report(order, OrderState.CANCELLED, OrderCause.VENUE, algo.cancelRequest, "");
            algos.remove(algo.id);
            costs.ended(order, this::figure);
        }
    }

    /** The time of an order is over. */
    private void finishIfNothingIsPlaced(WorkingOrder order, Algo algo) {
        if (placed(order).signum() != 0) {
            return;
        }
        if (!order.isOver()) {
            report(
                    order,
                    OrderState.EXPIRED,
                    OrderCause.TIME,
                    "the schedule is over and "
                            + order.exactLeaves().stripTrailingZeros().toPlainString() + " found nobody to trade with");
        }
        algos.remove(algo.id);
        costs.ended(order, this::figure);
    }

    private void endedWhole(WorkingOrder order) {
        if (order.isOver()) {
            costs.ended(order, this::figure);
        }
    }

    // The market.

    private Touch touch(String venue, String symbol) {
        return touches.computeIfAbsent(venue, any -> new Object2ObjectHashMap<>())
                .computeIfAbsent(symbol, any -> new Touch());
    }

    private Touch touch(MarketData data) {
        return touch(data.venue(), data.symbol());
    }

    @Override
    public void onQuote(Quote quote) {
        Touch touch = touch(quote);
        touch.bid = quote.bid();
        touch.ask = quote.ask();
    }

    @Override
    public void onTrade(Trade trade) {
        Touch touch = touch(trade);
        touch.last = trade.price();
        touch.hasTrades = true;
        if (!algos.isEmpty()) {
            touch.volume = touch.volume.add(Decimal.read(trade.decoder().size()).toBigDecimal());
        }
    }

    @Override
    public void onBar(Bar bar) {
        Touch touch = touch(bar);
        touch.last = bar.close();
        if (!algos.isEmpty() && !touch.hasTrades) {
            touch.volume = touch.volume.add(BigDecimal.valueOf(bar.volume()));
        }
    }

    @Override
    public void onInstrument(Instrument instrument) {
        Decimal lot = Decimal.readOr(instrument.decoder().lotSize(), Decimal.ONE);
        touch(instrument).lot = lot.signum() > 0 ? lot.toBigDecimal() : BigDecimal.ONE;
    }

    @Override
    public void onInstrumentStatus(InstrumentStatus status) {
        touch(status).phase = status.phase();
    }

    // What outlives a crash.

    @Override
    public void saveState(DataOutput out) throws IOException {
        out.writeInt(algos.size());
        for (Algo algo : algos.values()) {
            algo.save(out);
        }
    }

    @Override
    public void loadState(DataInput in, int version) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            Algo algo = Algo.load(in);
            // What the market traded meanwhile is not known: a share of it is counted from here on.
            algo.volumeBefore = BigDecimal.ZERO;
            algo.filledBefore = BigDecimal.valueOf(order(algo.id).filledQuantity());
            algos.put(algo.id, algo);
            costs.arrived(algo.id, algo.arrival);
        }
    }
}
