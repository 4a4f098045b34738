package io.meridian.sdk.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.sdk.Strategy;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
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

    @Test
    void shouldAllocateNothingWhenEachQuoteIsAnsweredWithATarget() {
        try (Sim sim = Sim.of(Flip.class)) {
            assertAllocatesNothing(sim);
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
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] payload = new byte[EventWriter.QUOTE];
        ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
        new EventWriter().quote(scratch, 0, 1, "XNAS", "AAPL", "USD", 100.01, 100, 100.02, 100);
        scratch.getBytes(0, payload);
        long least = Long.MAX_VALUE;
        long allocated = 0;
        for (int i = 1; i <= WARM_UP + MEASURED; i++) {
            sim.bus().publish("platform.data.quote.XNAS.AAPL", QuoteEncoder.TEMPLATE_ID, EventWriter.VERSION, payload);
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
