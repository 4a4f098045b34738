package io.meridian.platform.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SimulatedMarketTest {
    private static List<Long> quotes(long seed) {
        SimulatedMarket market = new SimulatedMarket(3, new SplittableRandom(seed));
        List<Long> quotes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            quotes.add((long) market.next());
            quotes.add(market.bid());
            quotes.add(market.ask());
            assertTrue(market.bid() > 0 && market.bid() < market.ask(), "bid=" + market.bid() + " ask=" + market.ask());
        }
        return quotes;
    }

    @Test
    void shouldGiveTheSameQuotesWhenTheSeedIsTheSame() {
        assertEquals(quotes(7), quotes(7));
        assertNotEquals(quotes(7), quotes(8));
    }

    @Test
    void shouldQuoteEverySymbolOnSeveralVenues() {
        SimulatedMarket market = new SimulatedMarket(20, new SplittableRandom(1));
        assertEquals(60, market.topics().stream().distinct().count());
        assertEquals("platform.data.quote.XNAS.AAPL", market.topics().getFirst().name());
    }

    @Test
    void shouldSpreadTheRateEvenlyWhenAskedOften() {
        Pacer pacer = new Pacer(1000, 0);
        int total = 0;
        for (long now = 0; now <= 1_000_000_000L; now += 500_000) {
            int due = pacer.take(now);
            assertTrue(due <= 1, "due=" + due);
            total += due;
        }
        assertEquals(1000, total);
    }

    @Test
    void shouldLeaveOutWhatWasMissedWhenAskedLate() {
        Pacer pacer = new Pacer(1000, 0);
        assertEquals(1, pacer.take(10_000_000_000L));
        assertEquals(1, pacer.take(10_001_000_000L));
    }
}
