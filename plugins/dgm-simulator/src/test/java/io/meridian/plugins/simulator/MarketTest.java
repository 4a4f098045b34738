package io.meridian.plugins.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class MarketTest {
    private static final int EVENTS = 200_000;

    private static Market market(long seed) {
        return new Market(12, List.of("XNAS", "XNYS"), 0.1, new SplittableRandom(seed));
    }

    private static long hash(long seed) {
        Market market = market(seed);
        long hash = 0;
        for (int i = 0; i < EVENTS; i++) {
            market.next();
            hash = hash * 31 + market.symbol();
            hash = hash * 31 + Double.hashCode(market.isTrade() ? market.tradePrice() : market.bid() + market.ask());
        }
        return hash;
    }

    @Test
    void shouldBeTheSameMarketWhenTheSeedIs() {
        assertEquals(hash(7), hash(7));
        assertNotEquals(hash(7), hash(8));
    }

    @Test
    void shouldNeverCrossItsOwnQuotesNorTradeOutsideThem() {
        Market market = market(3);
        for (int i = 0; i < EVENTS; i++) {
            market.next();
            assertTrue(market.bid() < market.ask(), market.symbolName());
            assertTrue(market.bid() > 0);
            // Whole cents.
            assertEquals(Math.rint(market.bid() * 100) / 100, market.bid());
            if (market.isTrade()) {
                assertTrue(market.tradePrice() == market.bid() || market.tradePrice() == market.ask());
                assertTrue(market.tradeSize() >= 100 && market.tradeSize() % 100 == 0);
            }
        }
    }

    @Test
    void shouldMakeFewSymbolsBusyAndLeaveNoneOut() {
        Market market = market(5);
        int[] events = new int[12];
        int trades = 0;
        for (int i = 0; i < EVENTS; i++) {
            market.next();
            events[market.symbol()]++;
            trades += market.isTrade() ? 1 : 0;
        }
        assertTrue(events[0] > 3 * events[5] && events[5] > events[11] / 2, java.util.Arrays.toString(events));
        assertTrue(events[11] > EVENTS / 200, java.util.Arrays.toString(events));
        assertTrue(Math.abs(trades - EVENTS / 10) < EVENTS / 100, "trades=" + trades);
    }

    @Test
    void shouldGoSomewhereWithoutRunningAway() {
        Market market = market(11);
        market.next();
        double[] first = new double[12];
        double[] last = new double[12];
        for (int i = 0; i < 10 * EVENTS; i++) {
            market.next();
            double mid = (market.bid() + market.ask()) / 2;
            first[market.symbol()] = first[market.symbol()] == 0 ? mid : first[market.symbol()];
            last[market.symbol()] = mid;
        }
        for (int i = 0; i < 12; i++) {
            double change = last[i] / first[i];
            assertTrue(change > 0.3 && change < 3 && Math.abs(change - 1) > 1e-4, "change=" + change);
        }
    }
}
