package io.meridian.sdk.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.BookSnapshotEncoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.sdk.Strategy;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.BookDepth;
import io.meridian.sdk.event.BookLevels;
import io.meridian.sdk.event.BookSnapshot;
import io.meridian.sdk.event.BookSnapshotWriter;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.record.Entry;
import io.meridian.sdk.record.Kind;
import io.meridian.sdk.record.Recording;
import io.meridian.sdk.test.Sim;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runtime and the SDK cost a plugin for each message. */
final class SteadyStateTest {
    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 5_000;
    private static final int ROUND = 500;

    /** Answers each quote with another target. */
    @MeridianPlugin(
            id = "flip",
            pool = Pool.STRATEGY,
            subscribes = "platform.data.quote.**",
            publishes = "platform.portfolio.target.flip")
    public static final class Flip extends Strategy {
        private double next;

        @Override
        public void onQuote(Quote quote) {
            next = quote.bid() + quote.ask() - next;
            assertTrue(target(quote.symbol(), next) > 0);
        }
    }

    /** Answers each order book with another target, after a look at all of its levels. */
    @MeridianPlugin(
            id = "flip",
            pool = Pool.STRATEGY,
            subscribes = "platform.data.book.**",
            publishes = "platform.portfolio.target.flip")
    public static final class Weigh extends Strategy {
        private double next;

        @Override
        public void onBookSnapshot(BookSnapshot book) {
            double weight = weight(book.bids()) + weight(book.asks());
            next = weight - next;
            assertTrue(target(book.symbol(), next) > 0);
        }

        private static double weight(BookLevels levels) {
            double sum = levels.price(0) + levels.orders(0);
            for (int i = 0; i < levels.count(); i++) {
                sum += levels.size(i);
            }
            return sum;
        }
    }

    @Test
    void shouldAllocateNothingWhenEachQuoteIsAnsweredWithATarget() {
        try (Sim sim = Sim.of(Flip.class)) {
            assertAllocatesNothing(sim);
        }
    }

    @Test
    void shouldAllocateNothingWhenEachBookIsAnsweredWithATarget() {
        BookDepth depth = new BookDepth();
        for (int i = 0; i < 10; i++) {
            depth.bid(100 - i, 10 + i, i).ask(101 + i, 20 + i, i);
        }
        ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
        new BookSnapshotWriter().book(scratch, 0, 1, "XNAS", "AAPL", "USD", 1, depth);
        byte[] payload = new byte[BookSnapshotWriter.length(depth)];
        scratch.getBytes(0, payload);
        try (Sim sim = Sim.of(Weigh.class)) {
            assertAllocatesNothing(sim, "platform.data.book.XNAS.AAPL", BookSnapshotEncoder.TEMPLATE_ID, payload);
        }
    }

    @Test
    void shouldAllocateNothingWhenAllIsWrittenDown(@TempDir Path folder) {
        Path recording = folder.resolve("flip.rec");
        try (Sim sim = Sim.recorded(Flip.class, Map.of(), recording)) {
            assertAllocatesNothing(sim);
        }
        long delivered = 0;
        long published = 0;
        try (Recording read = Recording.open(recording)) {
            for (Entry entry = read.next(); entry != null; entry = read.next()) {
                delivered += entry.kind() == Kind.DELIVERED ? 1 : 0;
                published += entry.kind() == Kind.PUBLISHED ? 1 : 0;
            }
            assertTrue(read.isEnded());
        }
        assertEquals(WARM_UP + MEASURED, delivered);
        assertEquals(WARM_UP + MEASURED, published);
    }

    private static void assertAllocatesNothing(Sim sim) {
        byte[] payload = new byte[EventWriter.QUOTE];
        ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
        new EventWriter().quote(scratch, 0, 1, "XNAS", "AAPL", "USD", 100.01, 100, 100.02, 100);
        scratch.getBytes(0, payload);
        assertAllocatesNothing(sim, "platform.data.quote.XNAS.AAPL", QuoteEncoder.TEMPLATE_ID, payload);
    }

    private static void assertAllocatesNothing(Sim sim, String topic, int template, byte[] payload) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        long allocated = 0;
        for (int i = 1; i <= WARM_UP + MEASURED; i++) {
            sim.bus().publish(topic, template, EventWriter.VERSION, payload);
            sim.bus().step();
            long before = threads.getCurrentThreadAllocatedBytes();
            int work = sim.runtime().doWork();
            allocated += threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(work >= 1);
            if (i % ROUND == 0) {
                least = i > WARM_UP ? Math.min(least, allocated) : least;
                allocated = 0;
            }
            sim.bus().step();
        }
        // What the JVM does once, as when it compiles, may fall into a round; what each message costs falls into
        // all.
        assertEquals(0, least, "bytes for " + ROUND + " messages");
        assertEquals(WARM_UP + MEASURED, sim.bus().published().size());
    }
}
