package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.SlowSettlement.Instrument;
import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.trading.ActionKind;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.LotMethod;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One random way of trades, busts, corrections, prices, dividends, splits and days through the kernel and {@link SlowSettlement}. */
final class SettlementWalk {
    private static final int STEPS = 40;
    private static final long HOUR = 3_600_000_000_000L;
    static final List<String> PORTFOLIOS = List.of("alpha", "beta");
    static final List<String> CURRENCIES = List.of("USD", "EUR", "JPY");
    static final List<Instrument> INSTRUMENTS = List.of(
            new Instrument("AAA", "XNAS", "USD", 0, 1),
            new Instrument("BBB", "XETR", "EUR", 0, 2),
            new Instrument("CCC", "XTKS", "JPY", 0, 0),
            // Its prices and quantities together have more digits than are kept of dollars.
            new Instrument("DDD", "XNAS", "USD", 3, 3));

    private final long seed;
    private final Random random;
    final Bench bench = new Bench();
    private final Messages messages = bench.messages;
    private final SlowSettlement model = new SlowSettlement(PORTFOLIOS, INSTRUMENTS, CURRENCIES);
    private final Map<String, SlowSettlement.Trade> trades = new TreeMap<>();
    private final SettlementChecks checks = new SettlementChecks(bench, model);
    /** The states and refusals it saw. */
    final Set<String> met = new TreeSet<>();
    /** Days that were told. */
    private final Set<String> days = new TreeSet<>();

    private int number;
    /** What the fill says of its dates; 0 is nothing. */
    private int toldTraded;

    private int toldSettles;
    private String done = "";

    SettlementWalk(long seed) {
        this.seed = seed;
        random = new Random(seed);
        bench.now = Instant.parse("2026-02-27T12:00:00Z").getEpochSecond() * 1_000_000_000L;
    }

    void run() {
        for (Instrument each : INSTRUMENTS) {
            String lot = each.quantityDigits() == 0 ? "1" : "0.001";
            bench.accepted(
                    Pool.DGM,
                    messages.instrument(
                            each.symbol(), each.venue(), each.currency(), null, lot, each.settlementDays()));
        }
        for (String portfolio : PORTFOLIOS) {
            LotMethod method = LotMethod.get((short) (1 + random.nextInt(4)));
            bench.accepted(Pool.BOR, messages.lotMethod("m" + portfolio, portfolio, method));
            model.methods.put(portfolio, method.name());
        }
        for (int step = 0; step < STEPS; step++) {
            number++;
            bench.now += random.nextLong(8 * HOUR);
            step();
            checks.compare("seed=" + seed + " step=" + step + " " + done);
            model.orders.values().forEach(order -> met.add(order.state));
        }
        assertEquals(bench.kernel.hash(), bench.replayed().hash(), () -> "seed=" + seed + " replayed");
        assertEquals(bench.kernel.hash(), bench.restored().hash(), () -> "seed=" + seed + " restored");
        for (int i = 0; i < 2; i++) {
            checks.lookBack(random, "seed=" + seed);
        }
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private void step() {
        switch (random.nextInt(22)) {
            case 0 -> calendar();
            case 1 -> cash();
            case 2 -> dividend();
            case 3 -> split();
            case 4, 5, 6 -> order();
            case 7 -> cancel();
            case 8, 9 -> change();
            case 10, 11, 12, 13 -> day();
            case 14, 15 -> market();
            default -> trade();
        }
    }

    private void check(Refusal expected, Pool pool, Messages message) {
        long answer = bench.take(pool, message);
        assertEquals(
                expected,
                answer < 0 ? Refusal.of(answer) : null,
                () -> "seed=" + seed + " number=" + number + " " + done);
        if (expected != null) {
            met.add(expected.name());
        }
    }

    private BigDecimal number(int most, int digits) {
        return BigDecimal.valueOf(1 + random.nextInt(most), digits);
    }

    /** Mostly none. */
    private LocalDate date() {
        return oneIn(4) ? today().plusDays(random.nextInt(6) - 2L) : null;
    }

    private LocalDate today() {
        return model.today(Instant.ofEpochSecond(bench.now / 1_000_000_000L)
                .atZone(ZoneOffset.UTC)
                .toLocalDate());
    }

    private void calendar() {
        String venue = any(INSTRUMENTS).venue();
        Set<DayOfWeek> weekend = oneIn(3)
                ? EnumSet.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY)
                : EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        Set<LocalDate> holidays = new TreeSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            holidays.add(today().plusDays(random.nextInt(7)));
        }
        done = "calendar " + venue + " " + weekend + " " + holidays;
        int[] dates = holidays.stream().mapToInt(SlowCalendars::number).toArray();
        bench.accepted(Pool.BOR, messages.calendar(venue, number, weekend, dates));
        model.calendars.define(venue, weekend, holidays);
    }

    private void cash() {
        String portfolio = any(PORTFOLIOS);
        String currency = any(CURRENCIES);
        BigDecimal amount = number(100_000, 2).subtract(new BigDecimal("500.005"));
        LocalDate date = date();
        done = "cash " + portfolio + " " + amount + " " + currency + " " + date;
        bench.accepted(
                Pool.BOR,
                messages.cash("c" + number, portfolio, amount.toString(), currency, SlowCalendars.number(date)));
        model.cash(portfolio, currency, amount, date);
    }

    private void market() {
        Instrument instrument = any(INSTRUMENTS);
        BigDecimal price = number(20_000, 2);
        // Of a market that trades, quotes say nothing: half of them never do on a way.
        if (!oneIn(4) || instrument.quantityDigits() == 0 && seed % 2 == 0) {
            BigDecimal bid = oneIn(4) ? null : price;
            BigDecimal ask = oneIn(4) ? null : price.add(number(10, 2));
            done = "quote " + instrument.symbol() + " " + bid + " " + ask;
            bench.accepted(Pool.DGM, messages.quote(instrument.symbol(), instrument.venue(), text(bid), text(ask)));
            model.quoted(instrument, bid, ask);
        } else {
            done = "print " + instrument.symbol() + " " + price;
            bench.accepted(Pool.DGM, messages.trade(instrument.symbol(), instrument.venue(), price.toString()));
            model.traded(instrument, price);
        }
    }

    private static String text(BigDecimal number) {
        return number == null ? null : number.toString();
    }

    private void dividend() {
        Instrument instrument = any(INSTRUMENTS);
        String currency = oneIn(3) ? any(CURRENCIES) : instrument.currency();
        BigDecimal forOne = number(30_000, 4);
        LocalDate date = date();
        done = "dividend " + instrument.symbol() + " " + forOne + " " + currency + " " + date;
        bench.accepted(
                Pool.BOR,
                messages.action(
                        "d" + number,
                        instrument.symbol(),
                        ActionKind.CASH_DIVIDEND,
                        forOne.toString(),
                        currency,
                        0,
                        0,
                        SlowCalendars.number(date)));
        model.dividend(instrument, currency, forOne, date);
        met.add("a dividend");
    }

    private void split() {
        Instrument instrument = any(INSTRUMENTS);
        int newShares = 1 + random.nextInt(4);
        int oldShares = 1 + random.nextInt(4);
        BigDecimal price = oneIn(3) ? null : number(30_000, instrument.quantityDigits() == 0 ? 2 : 5);
        String currency = oneIn(8) ? any(CURRENCIES) : instrument.currency();
        LocalDate date = date();
        done = "split " + instrument.symbol() + " " + newShares + " for " + oldShares + " at " + price;
        Refusal expected = model.split(instrument, newShares, oldShares, price, currency, date);
        check(
                expected,
                Pool.BOR,
                messages.action(
                        "s" + number,
                        instrument.symbol(),
                        ActionKind.SPLIT,
                        price == null ? null : price.toString(),
                        currency,
                        newShares,
                        oldShares,
                        SlowCalendars.number(date)));
        if (expected == null) {
            met.add("a split");
        }
    }

    private void order() {
        SlowSettlement.Order order = new SlowSettlement.Order();
        order.id = "o" + number;
        order.portfolio = any(PORTFOLIOS);
        order.instrument = any(INSTRUMENTS);
        order.buy = random.nextBoolean();
        order.forTheDay = random.nextBoolean();
        order.quantity = number(9, order.instrument.quantityDigits());
        done = "order " + order.id + " " + order.portfolio + " " + order.instrument.symbol() + " " + order.quantity;
        TimeInForce force = order.forTheDay ? TimeInForce.DAY : TimeInForce.GOOD_TILL_CANCEL;
        bench.accepted(
                Pool.STRATEGY,
                messages.newOrder(
                        order.id,
                        order.portfolio,
                        order.instrument.symbol(),
                        side(order),
                        order.quantity.toString(),
                        new Terms(OrderType.MARKET, force, null, null, null, 0, "")));
        bench.approve(order.id);
        bench.report(Pool.CCM, order.id, OrderState.OPEN, OrderCause.VENUE);
        model.orders.put(order.id, order);
    }

    private static Side side(SlowSettlement.Order order) {
        return order.buy ? Side.BUY : Side.SELL;
    }

    private void cancel() {
        List<SlowSettlement.Order> live = model.orders.values().stream()
                .filter(SlowSettlement.Order::isLive)
                .toList();
        if (!live.isEmpty()) {
            SlowSettlement.Order order = any(live);
            done = "cancel " + order.id;
            bench.accepted(Pool.STRATEGY, messages.cancel(order.id, "r" + number));
            bench.report(Pool.CCM, order.id, OrderState.CANCELLED, OrderCause.VENUE);
            order.state = "CANCELLED";
        }
    }

    private void day() {
        if (oneIn(8)) {
            LocalDate date = today().plusDays(random.nextInt(3) - 1L);
            boolean begin = random.nextBoolean();
            done = (begin ? "begin " : "end ") + date;
            DayPhase phase = begin ? DayPhase.BEGIN : DayPhase.END;
            // A day that was told before is not told again.
            if (days.add(done)) {
                Refusal expected = begin ? model.begin(date) : model.end(date);
                check(expected, Pool.TIME, messages.day(SlowCalendars.number(date), phase));
                if (expected != null) {
                    days.remove(done);
                }
            }
            return;
        }
        LocalDate date = model.dayOpen ? model.day : today().plusDays(model.day == null ? 0 : 1 + random.nextInt(3));
        done = (model.dayOpen ? "end " : "begin ") + date;
        days.add(done);
        DayPhase phase = model.dayOpen ? DayPhase.END : DayPhase.BEGIN;
        check(
                model.dayOpen ? model.end(date) : model.begin(date),
                Pool.TIME,
                messages.day(SlowCalendars.number(date), phase));
    }

    private void trade() {
        List<SlowSettlement.Order> orders = model.orders.values().stream()
                .filter(order -> order.isLive() || oneIn(8))
                .toList();
        if (orders.isEmpty()) {
            return;
        }
        SlowSettlement.Order order = any(orders);
        SlowSettlement.Trade trade = trade(order, oneIn(2) ? order.quantity.subtract(order.filled()) : null, null);
        Refusal expected = model.trade(trade);
        if (expected == null && (order.state.equals("CANCELLED") || order.state.equals("EXPIRED"))) {
            met.add("a late fill");
        }
        fill(expected, trade, FillKind.NEW, "");
    }

    /** @param old the trade that it corrects, or null */
    private SlowSettlement.Trade trade(SlowSettlement.Order order, BigDecimal rest, SlowSettlement.Trade old) {
        Instrument instrument = order.instrument;
        int digits = instrument.quantityDigits();
        BigDecimal quantity = rest != null && rest.signum() > 0 ? rest : number(5, digits);
        BigDecimal fee = oneIn(3) ? BigDecimal.ZERO : number(100, 2).subtract(new BigDecimal("0.10"));
        LocalDate traded = date();
        LocalDate settles = date();
        toldTraded = SlowCalendars.number(traded);
        toldSettles = SlowCalendars.number(settles);
        if (traded == null && old != null) {
            traded = old.tradeDate();
            settles = settles == null ? old.settlementDate() : settles;
        }
        traded = traded == null ? today() : traded;
        settles = settles == null
                ? model.calendars.after(instrument.venue(), traded, instrument.settlementDays())
                : settles;
        String currency = oneIn(3) ? any(CURRENCIES) : instrument.currency();
        BigDecimal price = number(20_000, digits == 0 ? 2 : 6);
        return new SlowSettlement.Trade("t" + number, order, quantity, price, fee, currency, traded, settles);
    }

    private void fill(Refusal expected, SlowSettlement.Trade trade, FillKind kind, String about) {
        done = kind + " " + trade.id() + " of " + trade.order().id + " " + trade.quantity() + " at "
                + trade.price() + " fee " + trade.fee() + " " + trade.feeCurrency() + " on " + trade.tradeDate()
                + " for " + trade.settlementDate() + " about " + about;
        FillValues values = FillValues.of(
                        trade.id(),
                        trade.order().id,
                        side(trade.order()),
                        trade.price().toString(),
                        trade.quantity().toString())
                .about(kind, about)
                .costing(trade.fee().toString(), trade.feeCurrency())
                .on(toldTraded, toldSettles);
        check(expected, Pool.CCM, messages.fill(values));
        if (expected == null && kind != FillKind.CANCEL) {
            trades.put(trade.id(), trade);
        }
    }

    /** A trade was another one, or none. */
    private void change() {
        if (trades.isEmpty()) {
            return;
        }
        SlowSettlement.Trade old = any(List.copyOf(trades.values()));
        boolean bust = random.nextBoolean();
        SlowSettlement.Trade other = trade(old.order(), null, old);
        Refusal expected = model.change(old, bust ? null : other);
        fill(expected, other, bust ? FillKind.CANCEL : FillKind.CORRECTION, old.id());
    }
}
