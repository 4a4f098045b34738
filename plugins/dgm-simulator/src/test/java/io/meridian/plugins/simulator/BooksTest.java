package io.meridian.plugins.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.sdk.event.BookLevels;
import io.meridian.sdk.event.BookSnapshot;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.test.Published;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BooksTest {
    private static final long EVERY_NS = Duration.ofMillis(200).toNanos();

    private static List<Published> run(Duration length, String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("symbols", "4", "venues", "XNAS,XNYS", "seed", "9"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        try (Sim sim = Sim.of(MarketSimulator.class, all)) {
            sim.advance(length);
            return List.copyOf(sim.bus().published());
        }
    }

    private static List<Published> of(List<Published> published, String kind) {
        return published.stream()
                .filter(message -> message.topic().startsWith("platform.data." + kind + "."))
                .toList();
    }

    private static void assertWhole(BookLevels levels, double best, double size, int step) {
        assertEquals(7, levels.count());
        assertEquals(best, levels.price(0));
        assertEquals(size, levels.size(0));
        for (int i = 0; i < levels.count(); i++) {
            assertTrue(i == 0 || (levels.price(i) - levels.price(i - 1)) * step > 0);
            // Whole cents and whole lots.
            assertEquals(Math.rint(levels.price(i) * 100) / 100, levels.price(i));
            assertTrue(levels.size(i) >= 100 && levels.size(i) % 100 == 0);
            assertTrue(levels.orders(i) >= 1);
        }
    }

    @Test
    void shouldBeginABookWithTheQuoteThatItFollows() {
        Map<String, Quote> last = new HashMap<>();
        Map<String, Long> sequences = new HashMap<>();
        Map<String, Long> quotes = new HashMap<>();
        int books = 0;
        for (Published message : run(Duration.ofSeconds(5), "rate", "1000", "books", "7")) {
            if (message.event() instanceof Quote quote) {
                last.put(quote.venue() + quote.symbol(), quote.copy());
                quotes.merge(quote.venue() + quote.symbol(), 1L, Long::sum);
            } else if (message.event() instanceof BookSnapshot book) {
                books++;
                String on = book.venue() + book.symbol();
                Quote quote = last.get(on);
                assertWhole(book.bids(), quote.bid(), quote.bidSize(), -1);
                assertWhole(book.asks(), quote.ask(), quote.askSize(), 1);
                assertEquals(quote.tsEvent(), book.tsEvent());
                assertEquals(quotes.get(on), book.venueSequence());
                assertTrue(sequences.getOrDefault(on, 0L) < book.venueSequence());
                sequences.put(on, book.venueSequence());
            }
        }
        assertEquals(8, sequences.size());
        assertTrue(books > 50, "books=" + books);
    }

    @Test
    void shouldPublishBooksOfAnInstrumentNoSoonerThanItIsTold() {
        Map<String, List<Long>> times = new HashMap<>();
        for (Published message : of(run(Duration.ofSeconds(10), "rate", "5000", "bookEvery", "200ms"), "book")) {
            BookSnapshot book = (BookSnapshot) message.event();
            times.computeIfAbsent(message.topic(), any -> new ArrayList<>()).add(book.tsEvent());
        }
        assertEquals(8, times.size());
        times.values().forEach(of -> {
            // So busy a market has one each time that one may be.
            assertTrue(of.size() >= 45 && of.size() <= 50, of.size() + " books");
            for (int i = 1; i < of.size(); i++) {
                assertTrue(of.get(i) - of.get(i - 1) >= EVERY_NS);
            }
        });
    }

    @Test
    void shouldPublishFewBooksWhenThereAreFewQuotes() {
        List<Published> published = run(Duration.ofSeconds(60), "rate", "20", "bookEvery", "1ms");
        int books = of(published, "book").size();
        int quotes = of(published, "quote").size();
        // One of each instrument to begin with.
        assertTrue(books <= 8 + quotes / 10, books + " books of " + quotes + " quotes");
        assertTrue(books >= 8 + quotes / 15, books + " books of " + quotes + " quotes");
    }

    @Test
    void shouldKeepALevelWhereItIsWhileTheBestPricesMove() {
        Map<Double, Double> sizes = new HashMap<>();
        int again = 0;
        int other = 0;
        for (Published message : of(run(Duration.ofSeconds(20), "rate", "200", "bookEvery", "1ms"), "book")) {
            if (!message.topic().endsWith("XNAS.AAPL")) {
                continue;
            }
            BookLevels bids = ((BookSnapshot) message.event()).bids();
            for (int i = 1; i < bids.count(); i++) {
                Double before = sizes.put(bids.price(i), bids.size(i));
                again += before != null && before == bids.size(i) ? 1 : 0;
                other += before != null && before != bids.size(i) ? 1 : 0;
            }
        }
        assertTrue(again > 100 && other == 0, again + " the same, " + other + " not");
    }

    @Test
    void shouldPublishTheSameBytesWhenTheSeedIsTheSame() {
        List<Published> once = of(run(Duration.ofSeconds(3)), "book");
        List<Published> again = of(run(Duration.ofSeconds(3)), "book");
        List<Published> others = of(run(Duration.ofSeconds(3), "seed", "10"), "book");
        assertEquals(once.size(), again.size());
        for (int i = 0; i < once.size(); i++) {
            assertArrayEquals(once.get(i).payload(), again.get(i).payload());
        }
        assertTrue(!Arrays.equals(once.getLast().payload(), others.getLast().payload()));
    }

    @Test
    void shouldLeaveTheRestOfTheMarketAsItIsWhenThereAreNoBooks() {
        List<Published> with = of(run(Duration.ofSeconds(2)), "quote");
        List<Published> all = run(Duration.ofSeconds(2), "books", "0");
        List<Published> without = of(all, "quote");
        assertTrue(of(all, "book").isEmpty());
        assertEquals(with.size(), without.size());
        for (int i = 0; i < with.size(); i++) {
            assertArrayEquals(with.get(i).payload(), without.get(i).payload());
        }
    }
}
