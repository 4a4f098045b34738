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

    /** An hour of the development stack. */
    @Test
    void shouldStillShowAPriceOfTheSymbolAfterAnHour() {
        Market market = market(1);
        double[] first = new double[12];
        double[] least = new double[12];
        double[] most = new double[12];
        for (int i = 0; i < 3_600 * 5_000; i++) {
            market.next();
            int symbol = market.symbol();
            double mid = (market.bid() + market.ask()) / 2;
            first[symbol] = first[symbol] == 0 ? mid : first[symbol];
            least[symbol] = least[symbol] == 0 ? mid : Math.min(least[symbol], mid);
            most[symbol] = Math.max(most[symbol], mid);
        }
        for (int symbol = 0; symbol < 12; symbol++) {
            String said =
                    market.symbolName(symbol) + " from " + first[symbol] + ": " + least[symbol] + " to " + most[symbol];
            assertTrue(most[symbol] < 2 * first[symbol] && least[symbol] > first[symbol] / 2, said);
            assertTrue(most[symbol] > 1.02 * first[symbol] || least[symbol] < 0.98 * first[symbol], said);
        }
    }
}
