package io.meridian.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class MatchingBookTest {
    private final StringBuilder said = new StringBuilder();
    private final MatchingBook book = new MatchingBook(64, SelfTrade.ALLOW, new MatchListener() {
        @Override
        public void onResting(long orderId, long leaves) {}

        @Override
        public void onTrade(
                long tradeId,
                long makerId,
                long takerId,
                long price,
                long quantity,
                long makerLeaves,
                long takerLeaves) {
            said.append(makerId)
                    .append('x')
                    .append(takerId)
                    .append(' ')
                    .append(quantity)
                    .append('@');
            said.append(price).append(' ');
        }

        @Override
        public void onTriggered(long orderId) {}

        @Override
        public void onModified(long orderId, long leaves, long limit, boolean keptPriority) {}

        @Override
        public void onEnded(long orderId, long leaves, EndReason reason) {
            said.append(orderId).append(' ').append(reason).append(' ');
        }
    });

    private int limit(long id, Side side, long quantity, long price) {
        return book.submit(id, 0, side, OrderType.LIMIT, TimeInForce.DAY, quantity, price, 0, false);
    }

    @Test
    void shouldTradeBetterPricesThenOlderOrdersWhenOneComesThatReachesThem() {
        limit(1, Side.SELL, 5, 101);
        limit(2, Side.SELL, 5, 100);
        limit(3, Side.SELL, 5, 100);
        limit(4, Side.BUY, 12, 101);
        assertEquals("2x4 5@100 3x4 5@100 1x4 2@101 ", said.toString());
        assertEquals(3, book.leaves(1));
    }

    @Test
    void shouldKeepItsPlaceWhenAnOrderOnlyBecomesSmaller() {
        limit(1, Side.SELL, 5, 100);
        limit(2, Side.SELL, 5, 100);
        book.modify(1, 4, 0, 0);
        limit(3, Side.BUY, 1, 100);
        book.modify(1, 9, 0, 0);
        limit(4, Side.BUY, 1, 100);
        assertEquals("1x3 1@100 2x4 1@100 ", said.toString());
    }

    @Test
    void shouldFindThePriceAtWhichMostTradesWhenTheAuctionEnds() {
        book.phase(Phase.CLOSED);
        book.submit(1, 0, Side.BUY, OrderType.MARKET, TimeInForce.AT_OPEN, 10, 0, 0, false);
        book.phase(Phase.OPENING);
        limit(2, Side.BUY, 10, 102);
        limit(3, Side.SELL, 15, 100);
        limit(4, Side.SELL, 10, 101);
        assertEquals(101, book.indicativePrice());
        assertEquals(20, book.indicativeVolume());
        book.phase(Phase.CONTINUOUS);
        assertEquals("3x1 10@101 3x2 5@101 4x2 5@101 ", said.toString());
        assertEquals(5, book.leaves(4));
    }

    @Test
    void shouldAllocateNothingWhenItIsWarm() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        MatchingBook quiet = new MatchingBook(1 << 10, SelfTrade.CANCEL_OLDEST, new Deaf());
        long least = Long.MAX_VALUE;
        long id = 0;
        for (int round = 0; round < 12; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                id++;
                Side side = (id & 1) == 0 ? Side.BUY : Side.SELL;
                long price = 100 + id * 7 % 11 + ((id & 1) == 0 ? -3 : 3);
                quiet.submit(id, id & 3, side, OrderType.LIMIT, TimeInForce.DAY, 1 + id % 5, price, 0, false);
                quiet.modify(id - 3, 2, 0, 0);
                quiet.cancel(id - 40);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(quiet.trades() > 1_000, "it traded: " + quiet.trades());
        assertTrue(least < 1_000, "bytes for 60000 commands: " + least);
    }

    private static final class Deaf implements MatchListener {
        @Override
        public void onResting(long orderId, long leaves) {}

        @Override
        public void onTrade(
                long tradeId,
                long makerId,
                long takerId,
                long price,
                long quantity,
                long makerLeaves,
                long takerLeaves) {}

        @Override
        public void onTriggered(long orderId) {}

        @Override
        public void onModified(long orderId, long leaves, long limit, boolean keptPriority) {}

        @Override
        public void onEnded(long orderId, long leaves, EndReason reason) {}
    }
}
