package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.kernel.Messages.Terms;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.order.Transitions;
import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.Lots;
import io.meridian.kernel.state.Obligations;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.LotMethod;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.Side;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Random commands to the kernel and to {@link SlowBook}: both must say the same and be the same after each of them. */
final class OrderModelTest {
    private static final int STEPS = 60;
    private static final Pool[] POOLS = Pool.values();
    private static final PlacementState[] PARTS = {
        PlacementState.PENDING,
        PlacementState.SENT,
        PlacementState.OPEN,
        PlacementState.PARTIALLY_FILLED,
        PlacementState.FILLED,
        PlacementState.CANCELLED,
        PlacementState.REJECTED,
        PlacementState.EXPIRED,
        PlacementState.UNKNOWN
    };

    @Property(tries = 500, seed = "20261120", shrinking = ShrinkingMode.OFF)
    void shouldDoWhatThePlainModelDoesWhenCommandsAreRandom(@ForAll long seed) {
        new Walk(seed).run();
    }

    @Property(tries = 100_000, shrinking = ShrinkingMode.OFF)
    @Tag("long")
    void shouldDoWhatThePlainModelDoesWhenVeryManyCommandsAreRandom(@ForAll long seed) {
        new Walk(seed).run();
    }

    @Example
    void shouldSeeEveryStateWhenItWalks() {
        Set<OrderState> reached = EnumSet.noneOf(OrderState.class);
        for (int seed = 0; seed < 150; seed++) {
            Walk walk = new Walk(seed);
            walk.run();
            reached.addAll(walk.reached);
        }
        assertEquals(EnumSet.complementOf(EnumSet.of(OrderState.NULL_VAL)), reached);
    }

    private static final class Walk {
        private final long seed;
        private final Random random;
        private final Bench bench = Bench.withApple();
        private final Messages messages = bench.messages;
        private final SlowBook model = new SlowBook();
        private final Map<String, OrderState> ended = new HashMap<>();
        private final Set<OrderState> reached = EnumSet.noneOf(OrderState.class);
        private final LotMethod method;
        private int number;
        private String done = "";

        Walk(long seed) {
            this.seed = seed;
            random = new Random(seed);
            method = LotMethod.get((short) (1 + random.nextInt(4)));
        }

        void run() {
            bench.accepted(Pool.BOR, messages.lotMethod("m", "alpha", method));
            for (int step = 0; step < STEPS; step++) {
                boolean expected = step();
                long answer = bench.take(sender, message);
                String what = "seed=" + seed + " step=" + step + " " + done;
                assertEquals(expected, answer > 0, () -> what + " " + (answer < 0 ? Refusal.of(answer) : ""));
                long again = bench.take(sender, message);
                assertEquals(answer, again, () -> what + " repeated");
                compare(what);
            }
            assertEquals(bench.kernel.hash(), bench.replayed().hash(), () -> "seed=" + seed + " replayed");
            assertEquals(bench.kernel.hash(), bench.restored().hash(), () -> "seed=" + seed + " restored");
        }

        private Pool sender;
        private Messages message;

        private boolean step() {
            number++;
            String id = "o" + random.nextInt(4);
            String request = "r" + number;
            int quantity = 1 + random.nextInt(9);
            int price = 100 + random.nextInt(5);
            // Mostly whoever may, sometimes anybody.
            boolean anybody = random.nextInt(8) == 0;
            sender = anybody ? POOLS[random.nextInt(POOLS.length)] : Pool.STRATEGY;
            SlowBook.Order known = model.orders.get(id);
            String side = known == null || random.nextInt(20) == 0 ? random.nextBoolean() ? "BUY" : "SELL" : known.side;
            switch (known == null ? 0 : random.nextInt(12)) {
                case 0 -> {
                    done = "create " + id + " " + quantity;
                    // An id is used up for its sender, even when the order was refused.
                    message = messages.newOrder(
                            id, "alpha", "AAPL", Side.valueOf(side), "" + quantity, Terms.limit(cents(price)));
                    String key = sender + id;
                    if (!created.containsKey(key)) {
                        created.put(key, model.create(sender.name(), id, side, quantity, price));
                    }
                    return created.get(key);
                }
                case 1 -> {
                    done = "modify " + id + " " + quantity + " " + price;
                    message = messages.modify(id, request, "" + quantity, cents(price));
                    return model.modify(sender.name(), id, request, quantity, price);
                }
                case 2 -> {
                    done = "cancel " + id;
                    message = messages.cancel(id, request);
                    return model.cancel(sender.name(), id, request);
                }
                case 3, 4, 5, 6, 7 -> {
                    return report(id, known, anybody);
                }
                case 8 -> {
                    sender = anybody ? sender : Pool.EMS;
                    String part = "p" + random.nextInt(5);
                    PlacementState said = PARTS[random.nextInt(PARTS.length)];
                    done = "place " + part + " of " + id + " " + quantity + " " + said;
                    message = messages.placement(part, id, "XNAS", "" + quantity, said, number);
                    return model.place(sender.name(), part, id, quantity, said.name());
                }
                default -> {
                    sender = anybody ? sender : Pool.CCM;
                    int last = random.nextInt(3);
                    FillKind kind = last == 0 ? FillKind.values()[random.nextInt(3)] : FillKind.NEW;
                    String trade = random.nextInt(10) == 0 ? "t" + random.nextInt(number) : "t" + number;
                    String old = kind == FillKind.NEW ? "" : tradeOf(known);
                    String part = random.nextInt(3) == 0 ? "p" + random.nextInt(5) : "";
                    done = "fill " + kind + " " + trade + " of " + id + " " + part + " " + old + " " + quantity;
                    message = messages.fill(FillValues.of(trade, id, Side.valueOf(side), cents(price), "" + quantity)
                            .about(kind, old)
                            .in(part));
                    String key = trade + side + kind + price + ":" + quantity;
                    if (Boolean.TRUE.equals(fills.get(key))) {
                        return true;
                    }
                    boolean taken = model.fill(sender.name(), kind.name(), trade, id, part, old, side, price, quantity);
                    fills.put(key, taken);
                    return taken;
                }
            }
        }

        private final Map<String, Boolean> fills = new HashMap<>();
        private final Map<String, Boolean> created = new HashMap<>();

        private boolean report(String id, SlowBook.Order known, boolean anybody) {
            OrderState said = OrderState.get((short) (1 + random.nextInt(16)));
            OrderCause cause = OrderCause.get((short) (1 + random.nextInt(11)));
            if (random.nextInt(3) > 0) {
                said = likely(known.state);
            }
            String request = random.nextInt(3) > 0 ? known.request : "";
            if (!anybody) {
                sender = by(said, known.state);
            }
            done = "report " + sender + " " + id + " " + said + " " + cause + " " + request;
            message = messages.report(id, number, request, said, cause);
            return model.report(sender.name(), id, request, said.name(), cause.name());
        }

        private OrderState likely(String state) {
            return switch (state) {
                case "CREATED" -> OrderState.PENDING_COMPLIANCE;
                case "PENDING_COMPLIANCE" -> OrderState.COMPLIANCE_APPROVED;
                case "FILLED" -> OrderState.PENDING_SETTLEMENT;
                case "PENDING_SETTLEMENT" -> OrderState.SETTLED;
                case "SETTLED" -> OrderState.CLOSED;
                default -> OrderState.OPEN;
            };
        }

        private Pool by(OrderState said, String state) {
            return switch (said) {
                case PENDING_COMPLIANCE, COMPLIANCE_APPROVED, COMPLIANCE_REJECTED, SUSPENDED -> Pool.OMS;
                case PENDING_SETTLEMENT, SETTLED, CLOSED -> Pool.BOR;
                default -> state.equals("SUSPENDED") ? Pool.PERSON : Pool.CCM;
            };
        }

        private String tradeOf(SlowBook.Order order) {
            return order.trades.isEmpty() ? "none" : order.trades.get(random.nextInt(order.trades.size())).id;
        }

        private static String cents(int price) {
            return price / 100 + "." + price % 100 / 10 + price % 10;
        }

        private void compareBook(String what) {
            State state = bench.kernel.state();
            Positions positions = state.books().positions();
            CashAccounts cash = state.books().cash();
            SlowPosition expected = model.position(method.name());
            int position = positions.find(bench.name("alpha"), 0);
            if (position == Positions.NONE) {
                assertTrue(model.book.isEmpty(), what);
                return;
            }
            assertEquals(expected.quantity(), positions.quantity(position), what);
            assertEquals(expected.cost(), positions.cost(position), what);
            assertEquals(expected.realised(), positions.realised(position), what);
            assertEquals(model.open("BUY"), positions.openBuy(position), what);
            assertEquals(model.open("SELL"), positions.openSell(position), what);
            int account = cash.find(bench.name("alpha"), bench.name("USD"));
            assertEquals(model.cash(), account == CashAccounts.NONE ? 0 : cash.balance(account), what);
            // What is settled and what is due are together what was traded.
            long dueShares = positions.settled(position);
            long dueCash = account == CashAccounts.NONE ? 0 : cash.settled(account);
            Obligations obligations = state.books().obligations();
            for (int i = 0; i < obligations.places(); i++) {
                dueShares += obligations.isKept(i) ? obligations.quantity(i) : 0;
                dueCash += obligations.isKept(i) ? obligations.amount(i) : 0;
            }
            assertEquals(positions.quantity(position), dueShares, what);
            assertEquals(model.cash(), dueCash, what);
            long lots = 0;
            for (int lot = positions.firstLot(position);
                    lot != Lots.NONE;
                    lot = state.books().lots().next(lot)) {
                lots += state.books().lots().quantity(lot);
            }
            assertEquals(Math.abs(positions.quantity(position)), lots, what);
        }

        private void compare(String what) {
            compareBook(what);
            Orders orders = bench.kernel.state().orders();
            for (String id : new String[] {"o0", "o1", "o2", "o3"}) {
                int order = bench.order(id);
                SlowBook.Order expected = model.orders.get(id);
                assertEquals(expected == null, order == Orders.NONE, what);
                if (expected == null) {
                    continue;
                }
                assertEquals(expected.state, orders.state(order).name(), what);
                assertEquals(expected.quantity, orders.quantity(order), what);
                assertEquals(expected.price * 1_000_000L, orders.limit(order), what);
                assertEquals(expected.filled(), orders.filled(order), what);
                assertEquals(expected.value() * 10_000, orders.filledValue(order), what);
                assertEquals(expected.placed(), orders.placed(order), what);
                assertTrue(orders.filled(order) <= orders.quantity(order), what);
                reached.add(orders.state(order));
                OrderState end = ended.get(id);
                assertTrue(end == null || end == orders.state(order), what);
                if (Transitions.isTerminal(orders.state(order))) {
                    ended.put(id, orders.state(order));
                }
            }
        }
    }
}
