package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.Messages.LimitOf;
import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.SlowControls.Order;
import io.meridian.kernel.SlowControls.Rate;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.order.Transitions;
import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.Positions;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** One random way of wishes, fills and days through the kernel and {@link SlowControls}. */
final class ControlsWalk {
    private static final int STEPS = 60;
    private static final List<String> PORTFOLIOS = List.of("alpha", "beta");
    private static final List<String> SYMBOLS = List.of("AAA", "BBB");
    private static final List<TimeInForce> FORCES = List.of(
            TimeInForce.DAY,
            TimeInForce.GOOD_TILL_CANCEL,
            TimeInForce.IMMEDIATE_OR_CANCEL,
            TimeInForce.GOOD_TILL_TIME,
            TimeInForce.GOOD_TILL_TIME);
    /** Who sends, by pool. */
    private static final Map<Pool, String> SENDERS = Map.of(Pool.STRATEGY, "strategy-1", Pool.OPTIMIZER, "optimizer-1");

    private static final List<Pool> POOLS = List.of(Pool.STRATEGY, Pool.OPTIMIZER);
    /** So long that nothing settles on the way. */
    private static final int SETTLEMENT_DAYS = 100;

    /** The refusals it met, and what else was to be seen. */
    final Set<String> met = new TreeSet<>();

    private final long seed;
    private final Random random;
    private final Bench bench = new Bench();
    private final Messages messages = bench.messages;
    private final SlowControls model = new SlowControls();
    private final Map<String, String> requests = new HashMap<>();
    private final Map<String, String> ended = new HashMap<>();
    private LocalDate day = LocalDate.of(2026, 3, 1);
    private int number;
    private String done = "";

    ControlsWalk(long seed) {
        this.seed = seed;
        random = new Random(seed);
    }

    void run() {
        for (String symbol : SYMBOLS) {
            bench.accepted(Pool.DGM, messages.instrument(symbol, "XNAS", "USD", "0.01", "1", SETTLEMENT_DAYS));
        }
        rate("MESSAGES", LimitRule.MESSAGE_RATE, 4);
        rate("ALIKE", LimitRule.DUPLICATE_ORDERS, 1);
        rate("EXECUTIONS", LimitRule.REPEATED_EXECUTIONS, 2);
        // Trades of before the first day would be of 1970.
        day();
        for (int step = 0; step < STEPS; step++) {
            number++;
            bench.now += oneIn(10) ? random.nextInt(3_000) : random.nextInt(120);
            step();
            compare(what());
        }
        assertEquals(bench.kernel.hash(), bench.replayed().hash(), () -> "seed=" + seed + " replayed");
        assertEquals(bench.kernel.hash(), bench.restored().hash(), () -> "seed=" + seed + " restored");
    }

    private String what() {
        return "seed=" + seed + " number=" + number + " " + done;
    }

    /** For all senders, and now and then another one for the optimizer. */
    private void rate(String name, LimitRule rule, int least) {
        rate(name, "", rule, least);
        if (oneIn(3)) {
            rate(name, SENDERS.get(Pool.OPTIMIZER), rule, least);
        }
    }

    private void rate(String name, String sender, LimitRule rule, int least) {
        int most = least + random.nextInt(3);
        // The window has whole parts.
        // Wishes are many, orders alike and fills are few.
        long part = (name.equals("MESSAGES") ? 50L : 500L) + random.nextInt(300);
        Rate rate = new Rate(most, most * part);
        model.rates.put((name + " " + sender).trim(), rate);
        LimitOf of = new LimitOf("", sender, "", "");
        bench.accepted(Pool.PERSON, messages.limit(name + sender, rule, of, null, "" + most, rate.window()));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private Order any(Predicate<Order> which) {
        List<Order> found = model.orders.values().stream().filter(which).toList();
        return found.isEmpty() ? null : any(found);
    }

    private BigDecimal price() {
        return BigDecimal.valueOf(1_000 + random.nextInt(4), 2);
    }

    private void step() {
        if (!model.stopped.isEmpty() && oneIn(4)) {
            // Soon, so that what was counted before it would still be counted.
            control();
            return;
        }
        switch (random.nextInt(17)) {
            case 0 -> restrict();
            case 1 -> forbidSelfTrade();
            case 2 -> control();
            case 3, 4 -> day();
            case 5, 6 -> modify();
            case 7 -> cancel();
            case 8, 9 -> answer();
            case 10, 11 -> fill();
            case 12 -> limitPositions();
            default -> order();
        }
    }

    private void met(Refusal expected, long answer) {
        assertEquals(expected, answer < 0 ? Refusal.of(answer) : null, this::what);
        if (expected != null) {
            met.add(expected.name());
        }
    }

    private void wish(Pool pool, Refusal expected, Messages message) {
        long now = bench.now + 1;
        long answer = bench.take(pool, message);
        met(expected, answer);
        model.answered(SENDERS.get(pool), expected, now);
        if (oneIn(4)) {
            // Again: the same answer, and it does not count a second time.
            assertEquals(answer, bench.take(pool, message), this::what);
        }
    }

    private void restrict() {
        String symbol = any(SYMBOLS);
        boolean lift = model.restricted.remove(symbol);
        if (!lift) {
            model.restricted.add(symbol);
        }
        done = (lift ? "allow " : "restrict ") + symbol;
        LimitOf of = new LimitOf("", "", symbol, "");
        bench.accepted(Pool.PERSON, messages.limit("l" + number, LimitRule.RESTRICTED, of, null, lift ? null : "0", 0));
    }

    private void forbidSelfTrade() {
        String portfolio = oneIn(2) ? "" : any(PORTFOLIOS);
        boolean forbidden = random.nextBoolean();
        done = (forbidden ? "forbid" : "allow") + " self trade of " + portfolio;
        model.selfTrade.put(portfolio, forbidden);
        LimitOf of = new LimitOf(portfolio, "", "", "");
        bench.accepted(
                Pool.PERSON, messages.limit("l" + number, LimitRule.SELF_TRADE, of, null, forbidden ? "0" : null, 0));
    }

    private void limitPositions() {
        model.most = oneIn(2) ? null : 6 + random.nextInt(12);
        done = "limit positions to " + model.most;
        String hard = model.most == null ? null : model.most.toString();
        bench.accepted(Pool.PERSON, messages.limit("l" + number, LimitRule.POSITION, LimitOf.ALL, null, hard, 0));
    }

    /** Stops a sender or lets it go on, which only a person can. */
    private void control() {
        String sender = SENDERS.get(any(POOLS));
        boolean stops = !model.stopped.contains(sender) && oneIn(4);
        Pool pool = oneIn(3) ? Pool.OMS : Pool.PERSON;
        done = pool + (stops ? " stops " : " releases ") + sender;
        Refusal expected = stops || pool == Pool.PERSON ? null : Refusal.POOL_MAY_NOT;
        ControlKind kind = stops ? ControlKind.PAUSE : ControlKind.RELEASE;
        met(expected, bench.take(pool, messages.control("c" + number, kind, ControlScope.INSTANCE, sender)));
        if (stops) {
            model.stopped.add(sender);
        } else if (expected == null) {
            model.release(sender);
        }
    }

    private void day() {
        boolean begins = !model.dayOpen;
        day = begins ? day.plusDays(1) : day;
        done = (begins ? "begin " : "end ") + day;
        long now = bench.now + 1;
        DayPhase phase = begins ? DayPhase.BEGIN : DayPhase.END;
        Set<Order> live = new HashSet<>(
                model.orders.values().stream().filter(Order::isLive).toList());
        bench.accepted(Pool.TIME, messages.day(SlowCalendars.number(day), phase));
        model.day(begins, now);
        for (Order order : live) {
            if (order.state.equals("EXPIRED")) {
                met.add(order.force.equals("GOOD_TILL_TIME") ? "expired in time" : "expired with the day");
            }
        }
    }

    private void order() {
        Pool pool = any(POOLS);
        Order order = new Order();
        order.id = "o" + number;
        order.sender = SENDERS.get(pool);
        order.portfolio = any(PORTFOLIOS);
        order.symbol = any(SYMBOLS);
        order.buy = random.nextBoolean();
        order.quantity = 2 + random.nextInt(3);
        order.limit = oneIn(8) ? null : price();
        Order before = oneIn(3) ? any(each -> each.sender.equals(order.sender)) : null;
        if (before != null) {
            // Once more what was sent, or what it has become.
            order.portfolio = before.portfolio;
            order.symbol = before.symbol;
            order.buy = before.buy;
            order.quantity = before.quantity;
            order.limit = before.limit;
        }
        TimeInForce force = any(FORCES);
        order.force = force.name();
        long now = bench.now + 1;
        order.expireAt = force == TimeInForce.GOOD_TILL_TIME ? now - 100 + random.nextInt(1_500) : 0;
        done = "order " + order.id + " " + order.portfolio + " " + order.symbol + " " + order.buy + " " + order.quantity
                + " at " + order.limit + " " + force + " " + order.expireAt;
        boolean market = order.limit == null;
        Terms terms = new Terms(
                market ? OrderType.MARKET : OrderType.LIMIT,
                force,
                market ? null : order.limit.toString(),
                null,
                null,
                order.expireAt,
                "");
        wish(
                pool,
                model.create(order, now),
                messages.newOrder(order.id, order.portfolio, order.symbol, side(order), "" + order.quantity, terms));
        // Some stay where compliance has not looked at them.
        if (model.orders.containsKey(order.id) && !oneIn(5)) {
            bench.approve(order.id);
            bench.report(Pool.CCM, order.id, OrderState.OPEN, OrderCause.VENUE);
            order.wasAtVenue = true;
            order.rest();
        }
    }

    private static Side side(Order order) {
        return order.buy ? Side.BUY : Side.SELL;
    }

    private void modify() {
        Order order = any(each -> each.limit != null && (each.isLive() || oneIn(8)));
        if (order == null) {
            return;
        }
        Pool pool = any(POOLS);
        int quantity = oneIn(2) ? order.quantity : 1 + random.nextInt(4);
        BigDecimal limit = oneIn(3) ? order.limit : price();
        done = "modify " + order.id + " " + quantity + " at " + limit;
        String request = "r" + number;
        Refusal expected = model.modify(SENDERS.get(pool), order, quantity, limit, bench.now + 1);
        wish(pool, expected, messages.modify(order.id, request, "" + quantity, limit.toString()));
        if (expected == null) {
            requests.put(order.id, request);
        }
    }

    private void cancel() {
        Order order = any(each -> each.isLive() || oneIn(8));
        String id = order == null || oneIn(12) ? "nobody" + number : order.id;
        done = "cancel " + id;
        wish(any(POOLS), model.cancel(model.orders.get(id)), messages.cancel(id, "r" + number));
    }

    /** The venue answers what waits. */
    private void answer() {
        Order order = any(Order::waits);
        if (order == null) {
            return;
        }
        boolean taken = random.nextBoolean();
        boolean cancel = order.state.equals("PENDING_CANCEL");
        done = "answer " + order.id + " " + order.state + " " + taken;
        OrderCause refused = cancel ? OrderCause.CANCEL_REFUSED : OrderCause.MODIFY_REFUSED;
        OrderState state = cancel && taken ? OrderState.CANCELLED : OrderState.OPEN;
        String request = requests.getOrDefault(order.id, "");
        bench.accepted(
                Pool.CCM,
                messages.report(order.id, 1_000_000 + number, request, state, taken ? OrderCause.VENUE : refused));
        if (!taken) {
            order.rest();
        } else if (cancel) {
            order.state = "CANCELLED";
        } else {
            model.replaced(order);
        }
    }

    /** Also late, of orders that are over. */
    private void fill() {
        Order order = any(each -> each.wasAtVenue && each.filled < each.quantity && (each.isLive() || oneIn(3)));
        if (order == null) {
            return;
        }
        int quantity = 1 + random.nextInt(order.quantity - order.filled);
        done = "fill " + order.id + " " + quantity;
        long now = bench.now + 1;
        boolean before = model.stopped.contains(order.sender);
        bench.fill("t" + number, order.id, side(order), "10", "" + quantity);
        model.filled(order, quantity, now);
        if (!before && model.stopped.contains(order.sender)) {
            met.add("stopped by its fills");
        }
    }

    private void compare(String what) {
        Orders orders = bench.kernel.state().orders();
        for (int id = 1; id <= number; id++) {
            assertEquals(model.orders.containsKey("o" + id), bench.order("o" + id) != Orders.NONE, what);
        }
        for (Order order : model.orders.values()) {
            int kept = bench.order(order.id);
            assertEquals(order.state, orders.state(kept).name(), () -> what + " " + order.id);
            assertEquals(order.quantity, orders.quantity(kept), what);
            assertEquals(order.filled, orders.filled(kept), what);
            assertTrue(orders.filled(kept) <= orders.quantity(kept), what);
            String end = ended.get(order.id);
            assertTrue(end == null || end.equals(order.state), what);
            if (Transitions.isTerminal(orders.state(kept))) {
                ended.put(order.id, order.state);
            }
        }
        compareOpen(what);
        for (String sender : SENDERS.values()) {
            boolean stopped = bench.name(sender) >= 0
                    && bench.kernel.state().risk().stops().isStopped(ControlScope.INSTANCE, bench.name(sender));
            assertEquals(model.stopped.contains(sender), stopped, what);
        }
    }

    private void compareOpen(String what) {
        Positions positions = bench.kernel.state().books().positions();
        CashAccounts cash = bench.kernel.state().books().cash();
        for (String portfolio : PORTFOLIOS) {
            int name = bench.name(portfolio);
            for (int symbol = 0; symbol < SYMBOLS.size(); symbol++) {
                int position = name < 0 ? Positions.NONE : positions.find(name, symbol);
                boolean none = position == Positions.NONE;
                int buys = model.open(portfolio, SYMBOLS.get(symbol), true);
                int sells = model.open(portfolio, SYMBOLS.get(symbol), false);
                assertEquals(buys, none ? 0 : positions.openBuy(position), what);
                assertEquals(sells, none ? 0 : positions.openSell(position), what);
            }
            int account = name < 0 ? CashAccounts.NONE : cash.find(name, bench.name("USD"));
            boolean none = account == CashAccounts.NONE;
            assertEquals(millionths(model.worth(portfolio, true)), none ? 0 : cash.openBuy(account), what);
            assertEquals(millionths(model.worth(portfolio, false)), none ? 0 : cash.openSell(account), what);
        }
    }

    private static long millionths(BigDecimal amount) {
        return amount.movePointRight(6).longValueExact();
    }
}
