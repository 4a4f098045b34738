package io.meridian.sdk.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.TargetPositionDecoder;
import io.meridian.sdk.RefusalCode;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.runtime.PluginRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins beside a real sidecar: what the tests without one promise must hold here. */
final class RealSidecarTest {
    private static final String QUOTES = "platform.data.quote.XNAS.AAPL";
    private static final String TARGETS = "platform.portfolio.target.trend";
    private static final String EVENTS = "platform.oms.event.p";

    @TempDir
    Path folder;

    private final EventWriter writer = new EventWriter();
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[1024]);
    private RealSidecar real;

    @AfterEach
    void close() {
        if (real != null) {
            real.close();
        }
    }

    private RealSidecar trend() {
        return real = new RealSidecar(
                folder,
                "STRATEGY",
                "allow g-1 subscribe platform.data.quote.** for instance me",
                "allow g-2 publish platform.portfolio.target.trend for instance me");
    }

    private RealSidecar keeper() {
        return real = new RealSidecar(
                folder,
                "BOR",
                "allow g-1 subscribe platform.oms.event.** for instance me",
                "allow g-2 publish platform.bor.position.** for instance me");
    }

    private void quote(Publisher to, double bid, double ask) {
        writer.quote(payload, 0, 1, "XNAS", "AAPL", "USD", bid, 100, ask, 100);
        assertTrue(to.offer(payload, 0, EventWriter.QUOTE) > 0);
    }

    @Test
    void shouldTradeAsWithoutASidecarWhenBesideARealOne() {
        trend();
        List<Double> targets = new ArrayList<>();
        Subscription reader = real.bus().subscribe(SubscriptionSpec.durable(TARGETS), message -> {
            TargetPositionDecoder target = new TargetPositionDecoder()
                    .wrapAndApplyHeader(message.buffer(), message.offset(), new MessageHeaderDecoder());
            assertEquals("AAPL", target.symbol());
            targets.add((double) target.quantity().mantissa());
            return Verdict.ACCEPT;
        });
        Publisher quotes =
                real.bus().publisher(PublisherSpec.fast(QUOTES).schema(QuoteEncoder.TEMPLATE_ID, EventWriter.VERSION));
        real.launch(Trend.class);
        double[][] story = {{100.01, 100.02}, {101.01, 101.02}, {99.01, 99.02}};
        for (int i = 0; i < story.length; i++) {
            quote(quotes, story[i][0], story[i][1]);
            int expected = i + 1;
            real.until("target " + expected + " is published", () -> {
                reader.poll(10);
                return targets.size() == expected;
            });
        }
        assertEquals(List.of(0.0, 100.0, 0.0), targets);
        assertTrue(real.failures.isEmpty());
        assertTrue(real.refused.isEmpty());
    }

    private void events(Publisher to, int from, int count) {
        for (int i = from; i < from + count; i++) {
            payload.putLong(0, i);
            assertTrue(to.offer(payload, 0, 8) > 0);
        }
    }

    private static long hash(int count) {
        long hash = 0;
        for (int i = 0; i < count; i++) {
            hash = hash * 31 + i;
        }
        return hash;
    }

    @Test
    void shouldGoOnFromItsSnapshotWhenKilledAndLaunchedAgain() {
        keeper();
        Publisher events = real.bus().publisher(PublisherSpec.durable(EVENTS));
        PluginRuntime first = real.launch(Keeper.class);
        Keeper before = (Keeper) first.plugin();
        events(events, 0, 50);
        real.until("50 are handled", () -> before.count == 50);
        before.snapshot();
        real.until("a snapshot is stored", () -> first.snapshots() == 1);
        events(events, 50, 50);
        real.until("100 are handled", () -> before.count == 100);
        assertEquals(hash(100), before.hash);

        // Killed: it is stepped no more. The next process begins once the sidecar has noticed.
        Keeper after = (Keeper) real.launch(Keeper.class).plugin();
        events(events, 100, 50);
        real.until("150 are handled", () -> after.count == 150);
        assertEquals(hash(150), after.hash, "the state is that of one who was never killed");
        assertEquals(50, after.repeated, "what the snapshot did not cover came again, and said so");
        assertTrue(real.failures.isEmpty());
    }

    @Test
    void shouldBeginAnewWhenItsSidecarIsRestarted() {
        keeper();
        Publisher events = real.bus().publisher(PublisherSpec.durable(EVENTS));
        PluginRuntime runtime = real.launch(Keeper.class);
        Keeper before = (Keeper) runtime.plugin();
        events(events, 0, 20);
        real.until("20 are handled", () -> before.count == 20);
        real.stopSidecar();
        events(events, 20, 20);
        long stoppedNs = System.nanoTime();
        real.until("it notices", () -> !runtime.isAttached());
        assertTrue(System.nanoTime() - stoppedNs < 2_000_000_000L);
        real.start();
        real.until("it is attached again", runtime::isAttached);
        Keeper after = (Keeper) runtime.plugin();
        real.until("40 are handled", () -> after.count == 40);
        assertEquals(hash(40), after.hash);
        assertEquals(2, runtime.attaches());
    }

    @Test
    void shouldTellTheAuthorWhenPublishingIsNotGranted() {
        real = new RealSidecar(folder, "STRATEGY", "allow g-1 subscribe platform.data.quote.** for instance me");
        Publisher quotes =
                real.bus().publisher(PublisherSpec.fast(QUOTES).schema(QuoteEncoder.TEMPLATE_ID, EventWriter.VERSION));
        real.launch(Trend.class);
        quote(quotes, 100, 101);
        real.until("it is refused", () -> !real.refused.isEmpty());
        assertEquals(RefusalCode.ACL_DENIED, real.refused.getFirst().code());
        assertEquals(TARGETS, real.refused.getFirst().topic());
        assertFalse(real.refused.getFirst().text().isBlank());
    }
}
