package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.Messages.LimitOf;
import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.Positions;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Random orders and trades of a firm to the kernel and to {@link SlowFirm}: refusals, positions and cash must be alike. */
final class FirmModelTest {
    private static final int STEPS = 40;
    private static final List<String> PORTFOLIOS = List.of("alpha", "beta");
    private static final List<String> SYMBOLS = List.of("AAA", "BBB", "CCC");
    private static final List<String> CURRENCIES = List.of("USD", "EUR");

    @Property(tries = 200, seed = "20261128", shrinking = ShrinkingMode.OFF)
    void shouldRefuseAndBookAsThePlainModelWhenCommandsAreRandom(@ForAll long seed) {
        new Walk(seed).run();
    }

    @Property(tries = 100_000, shrinking = ShrinkingMode.OFF)
    @Tag("long")
    void shouldRefuseAndBookAsThePlainModelWhenVeryManyCommandsAreRandom(@ForAll long seed) {
        new Walk(seed).run();
    }

    @Example
    void shouldMeetEveryLimitWhenItWalks() {
        Set<Refusal> met = EnumSet.noneOf(Refusal.class);
        for (int seed = 0; seed < 150; seed++) {
            Walk walk = new Walk(seed);
            walk.run();
            met.addAll(walk.met);
        }
        assertEquals(
                EnumSet.of(
                        Refusal.STOPPED,
                        Refusal.RESTRICTED,
                        Refusal.PRICE_COLLAR,
                        Refusal.MAX_QUANTITY,
                        Refusal.MAX_VALUE,
                        Refusal.POSITION_LIMIT,
                        Refusal.GROSS_EXPOSURE,
                        Refusal.NET_EXPOSURE),
                met);
    }

    private static final class Walk {
        private final long seed;
        private final Random random;
        private final Bench bench = new Bench();
        private final Messages messages = bench.messages;
        private final SlowFirm model = new SlowFirm();
        private final Set<Refusal> met = EnumSet.noneOf(Refusal.class);
        private int number;

        Walk(long seed) {
            this.seed = seed;
            random = new Random(seed);
        }

        void run() {
            for (int i = 0; i < SYMBOLS.size(); i++) {
                String currency = CURRENCIES.get(i % 2);
                model.currencies.put(SYMBOLS.get(i), currency);
                bench.accepted(Pool.DGM, messages.instrument(SYMBOLS.get(i), "XNAS", currency, "0.01", "1", 1));
            }
            for (int step = 0; step < STEPS; step++) {
                number++;
                String what = "seed=" + seed + " step=" + step;
                switch (random.nextInt(10)) {
                    case 0 -> limit();
                    case 1 -> mark();
                    case 2, 3, 4 -> order(what);
                    case 5 -> cancel();
                    case 6 -> change();
                    default -> trade();
                }
                compare(what);
            }
            assertEquals(bench.kernel.hash(), bench.replayed().hash(), () -> "seed=" + seed + " replayed");
            assertEquals(bench.kernel.hash(), bench.restored().hash(), () -> "seed=" + seed + " restored");
        }

        private <T> T any(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private BigDecimal price() {
            return BigDecimal.valueOf(900 + random.nextInt(200), 2);
        }

        private void limit() {
            String currency = any(CURRENCIES);
            switch (random.nextInt(8)) {
                case 0 -> limit(LimitRule.PRICE_COLLAR, "", "0.0" + (2 + random.nextInt(8)));
                case 1 -> limit(LimitRule.QUANTITY, "", "" + (10 + random.nextInt(10)));
                case 2 -> limit(LimitRule.VALUE, currency, "" + (80 + random.nextInt(100)));
                case 3 -> limit(LimitRule.POSITION, "", "" + (10 + random.nextInt(40)));
                case 4 -> limit(LimitRule.GROSS_EXPOSURE, currency, "" + (200 + random.nextInt(500)));
                case 5 -> limit(LimitRule.NET_EXPOSURE, currency, "" + (100 + random.nextInt(300)));
                case 6 -> turn("RESTRICTED " + any(SYMBOLS));
                default -> turn("STOPPED " + any(PORTFOLIOS));
            }
        }

        private void limit(LimitRule rule, String currency, String hard) {
            LimitOf of = new LimitOf("", "", "", currency);
            bench.accepted(Pool.PERSON, messages.limit("l" + number, rule, of, null, hard, 0));
            model.limits.put(currency.isEmpty() ? rule.name() : rule + " " + currency, new BigDecimal(hard));
        }

        /** Forbids what was allowed, or allows it again. */
        private void turn(String what) {
            String name = what.split(" ")[1];
            boolean forbidden = model.limits.remove(what) != null;
            if (!forbidden) {
                model.limits.put(what, BigDecimal.ZERO);
            }
            if (what.startsWith("RESTRICTED")) {
                LimitOf of = new LimitOf("", "", name, "");
                bench.accepted(
                        Pool.PERSON,
                        messages.limit("l" + number, LimitRule.RESTRICTED, of, null, forbidden ? null : "0", 0));
            } else {
                ControlKind kind = forbidden ? ControlKind.RELEASE : ControlKind.PAUSE;
                bench.accepted(Pool.PERSON, messages.control("c" + number, kind, ControlScope.PORTFOLIO, name));
            }
        }

        private void mark() {
            String symbol = any(SYMBOLS);
            BigDecimal price = price();
            bench.accepted(Pool.DGM, messages.trade(symbol, "XNAS", price.toString()));
            model.marks.put(symbol, price);
        }

        private void order(String what) {
            SlowFirm.Order order = new SlowFirm.Order();
            order.id = "o" + number;
            order.portfolio = any(PORTFOLIOS);
            order.symbol = any(SYMBOLS);
            order.buy = random.nextBoolean();
            order.quantity = 1 + random.nextInt(20);
            order.limit = price();
            Refusal expected = model.refusal(order);
            long answer = bench.take(
                    Pool.STRATEGY,
                    messages.newOrder(
                            order.id,
                            order.portfolio,
                            order.symbol,
                            side(order),
                            "" + order.quantity,
                            Terms.limit(order.limit.toString())));
            assertEquals(expected, answer < 0 ? Refusal.of(answer) : null, what);
            if (expected != null) {
                met.add(expected);
                return;
            }
            bench.approve(order.id);
            bench.report(Pool.CCM, order.id, OrderState.OPEN, OrderCause.VENUE);
            model.orders.add(order);
        }

        private static Side side(SlowFirm.Order order) {
            return order.buy ? Side.BUY : Side.SELL;
        }

        private void cancel() {
            List<SlowFirm.Order> open = model.orders.stream()
                    .filter(order -> order.open(model.trades) > 0)
                    .toList();
            if (!open.isEmpty()) {
                SlowFirm.Order order = any(open);
                bench.accepted(Pool.STRATEGY, messages.cancel(order.id, "r" + number));
                bench.report(Pool.CCM, order.id, OrderState.CANCELLED, OrderCause.VENUE);
                order.cancelled = true;
            }
        }

        private void trade() {
            List<SlowFirm.Order> open = model.orders.stream()
                    .filter(order -> order.open(model.trades) > 0)
                    .toList();
            if (!open.isEmpty()) {
                SlowFirm.Order order = any(open);
                fill(order, 1 + random.nextInt(order.open(model.trades)), FillKind.NEW, "");
            }
        }

        /** A trade was another one, or none. */
        private void change() {
            if (model.trades.isEmpty()) {
                return;
            }
            SlowFirm.Trade old = any(model.trades);
            model.trades.remove(old);
            int most = old.order().quantity - old.order().filled(model.trades);
            boolean bust = random.nextBoolean();
            fill(old.order(), 1 + random.nextInt(most), bust ? FillKind.CANCEL : FillKind.CORRECTION, old.id());
        }

        private void fill(SlowFirm.Order order, int quantity, FillKind kind, String referenced) {
            BigDecimal fee = BigDecimal.valueOf(random.nextInt(100), 2);
            SlowFirm.Trade trade = new SlowFirm.Trade("t" + number, order, quantity, price(), fee, any(CURRENCIES));
            FillValues values = FillValues.of(
                    trade.id(), order.id, side(order), trade.price().toString(), "" + quantity);
            bench.accepted(
                    Pool.CCM,
                    messages.fill(values.about(kind, referenced).costing(fee.toString(), trade.feeCurrency())));
            if (kind != FillKind.CANCEL) {
                model.traded(trade);
            }
        }

        private void compare(String what) {
            Positions positions = bench.kernel.state().books().positions();
            CashAccounts cash = bench.kernel.state().books().cash();
            for (String portfolio : PORTFOLIOS) {
                for (int i = 0; i < SYMBOLS.size(); i++) {
                    String symbol = SYMBOLS.get(i);
                    int position =
                            bench.name(portfolio) < 0 ? Positions.NONE : positions.find(bench.name(portfolio), i);
                    boolean none = position == Positions.NONE;
                    assertEquals(model.held(portfolio, symbol), none ? 0 : positions.quantity(position), what);
                    assertEquals(model.open(portfolio, symbol, true), none ? 0 : positions.openBuy(position), what);
                    assertEquals(model.open(portfolio, symbol, false), none ? 0 : positions.openSell(position), what);
                }
                for (String currency : CURRENCIES) {
                    int account = bench.name(portfolio) < 0
                            ? CashAccounts.NONE
                            : cash.find(bench.name(portfolio), bench.name(currency));
                    long millionths =
                            model.cash(portfolio, currency).movePointRight(6).longValueExact();
                    assertEquals(millionths, account == CashAccounts.NONE ? 0 : cash.balance(account), what);
                }
            }
            for (SlowFirm.Order order : model.orders) {
                int kept = bench.order(order.id);
                assertEquals(
                        order.filled(model.trades),
                        bench.kernel.state().orders().filled(kept),
                        what);
                assertTrue(order.filled(model.trades) <= order.quantity, what);
                assertEquals(order.cancelled, bench.state(order.id) == OrderState.CANCELLED, what);
            }
        }
    }
}
