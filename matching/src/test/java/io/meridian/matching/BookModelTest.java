package io.meridian.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Random commands to the book and to {@link NaiveBook}: both must say the same words in the same order. */
final class BookModelTest {
    private static final int STEPS = 80;
    private static final OrderType[] TYPES = {
        OrderType.LIMIT, OrderType.LIMIT, OrderType.LIMIT, OrderType.MARKET, OrderType.STOP, OrderType.STOP_LIMIT
    };
    private static final TimeInForce[] FORCES = {
        TimeInForce.DAY,
        TimeInForce.DAY,
        TimeInForce.GOOD_TILL_CANCEL,
        TimeInForce.IMMEDIATE_OR_CANCEL,
        TimeInForce.FILL_OR_KILL,
        TimeInForce.AT_OPEN,
        TimeInForce.AT_CLOSE
    };

    @Property(tries = 1_000, seed = "20261120", shrinking = ShrinkingMode.OFF)
    void shouldDoWhatTheNaiveBookDoesWhenCommandsAreRandom(@ForAll long seed) {
        walk(seed);
    }

    @Property(tries = 100_000, shrinking = ShrinkingMode.OFF)
    @Tag("long")
    void shouldDoWhatTheNaiveBookDoesWhenVeryManyCommandsAreRandom(@ForAll long seed) {
        walk(seed);
    }

    private static void walk(long seed) {
        Random random = new Random(seed);
        SelfTrade mode = SelfTrade.values()[random.nextInt(SelfTrade.values().length)];
        Recorder recorder = new Recorder();
        MatchingBook book = new MatchingBook(4, mode, recorder);
        NaiveBook naive = new NaiveBook(mode);
        if (random.nextBoolean()) {
            book.reference(100);
            naive.last = 100;
        }
        for (int step = 0; step < STEPS; step++) {
            long id = 1 + random.nextInt(40);
            long quantity = random.nextInt(12);
            long price = 95 + random.nextInt(11);
            int kind = random.nextInt(20);
            int expected = 0;
            int answer = 0;
            if (kind < 13) {
                NaiveBook.Order order = new NaiveBook.Order();
                order.id = id;
                order.owner = random.nextInt(3);
                order.buys = random.nextBoolean();
                order.type = TYPES[random.nextInt(TYPES.length)];
                order.force = FORCES[random.nextInt(FORCES.length)];
                order.quantity = quantity;
                boolean odd = random.nextInt(30) == 0;
                boolean hasLimit = order.type == OrderType.LIMIT || order.type == OrderType.STOP_LIMIT;
                boolean hasStop = order.type == OrderType.STOP || order.type == OrderType.STOP_LIMIT;
                order.limit = hasLimit != odd ? price : 0;
                order.stop = hasStop ? 95 + random.nextInt(11) : 0;
                order.postOnly = random.nextInt(10) == 0;
                answer = book.submit(
                        order.id,
                        order.owner,
                        order.buys ? Side.BUY : Side.SELL,
                        order.type,
                        order.force,
                        order.quantity,
                        order.limit,
                        order.stop,
                        order.postOnly);
                expected = naive.submit(order);
            } else if (kind < 16) {
                answer = book.cancel(id);
                expected = naive.cancel(id);
            } else if (kind < 19) {
                long limit = random.nextInt(3) == 0 ? price : 0;
                long stop = random.nextInt(6) == 0 ? price : 0;
                answer = book.modify(id, quantity, limit, stop);
                expected = naive.modify(id, quantity, limit, stop);
            } else {
                Phase phase = Phase.values()[random.nextInt(4)];
                recorder.said.add("phase " + phase);
                naive.said.add("phase " + phase);
                book.phase(phase);
                naive.phase(phase);
            }
            String what = "seed=" + seed + " step=" + step + " mode=" + mode;
            int from = Math.max(0, Math.min(naive.said.size(), recorder.said.size()) - 20);
            assertEquals(
                    naive.said.subList(from, naive.said.size()),
                    recorder.said.subList(from, recorder.said.size()),
                    what);
            assertEquals(expected, answer, what);
            assertEquals(naive.last, book.lastPrice(), what);
            assertEquals(naive.all.size(), book.orderCount(), what);
            assertEquals(naive.depth(true), depth(book, Side.BUY), what);
            assertEquals(naive.depth(false), depth(book, Side.SELL), what);
        }
    }

    private static String depth(MatchingBook book, Side side) {
        StringBuilder text = new StringBuilder();
        for (int rank = 0; rank < book.levels(side); rank++) {
            long price = book.price(side, rank);
            boolean market = price == Long.MAX_VALUE || price == Long.MIN_VALUE;
            text.append(market ? 0 : price)
                    .append(':')
                    .append(book.quantity(side, rank))
                    .append('/')
                    .append(book.orders(side, rank))
                    .append(' ');
        }
        return text.toString();
    }

    private static final class Recorder implements MatchListener {
        final List<String> said = new ArrayList<>();

        @Override
        public void onResting(long orderId, long leaves) {
            said.add("rests " + orderId + " " + leaves);
        }

        @Override
        public void onTrade(
                long tradeId,
                long makerId,
                long takerId,
                long price,
                long quantity,
                long makerLeaves,
                long takerLeaves) {
            said.add("trade " + tradeId + " " + makerId + " " + takerId + " " + price + " " + quantity + " "
                    + makerLeaves + " " + takerLeaves);
        }

        @Override
        public void onTriggered(long orderId) {
            said.add("triggered " + orderId);
        }

        @Override
        public void onModified(long orderId, long leaves, long limit, boolean keptPriority) {
            said.add("modified " + orderId + " " + leaves + " " + limit + " " + keptPriority);
        }

        @Override
        public void onEnded(long orderId, long leaves, EndReason reason) {
            said.add("ends " + orderId + " " + leaves + " " + reason);
        }
    }
}
