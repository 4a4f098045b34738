package io.meridian.platform.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.examples.hello.HelloStrategy;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.TargetPositionDecoder;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.runtime.PluginRuntime;
import io.meridian.sdk.runtime.RuntimeOptions;
import io.meridian.sdk.test.Sim;
import io.meridian.sidecar.Sidecar;
import io.meridian.sidecar.SidecarOptions;
import io.meridian.sidecar.SidecarSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One strategy class, tested without infrastructure and run beside a real sidecar on Aeron, decides the same. */
@Tag("server")
final class StrategyOnAeronTest {
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final double[][] STORY = {{100.01, 100.02}, {101.01, 101.02}, {99.01, 99.02}};

    @TempDir
    Path folder;

    private PluginRuntime runtime;

    private static List<Long> withoutInfrastructure() {
        try (Sim sim = Sim.of(HelloStrategy.class)) {
            for (double[] quote : STORY) {
                sim.quote("AAPL", quote[0], quote[1]);
            }
            return sim.bus().published().stream()
                    .map(target -> mantissa(new UnsafeBuffer(target.payload()), 0))
                    .toList();
        }
    }

    private static long mantissa(DirectBuffer buffer, int offset) {
        return new TargetPositionDecoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder())
                .quantity()
                .mantissa();
    }

    @Test
    void shouldDecideTheSameOnAeronAsWithoutInfrastructure() throws IOException {
        Map<String, String> embedded = new TreeMap<>(Map.of(
                "bus.backend", "aeron",
                "aeron.dir", "/dev/shm/meridian-sdk-" + ProcessHandle.current().pid(),
                "aeron.archive.dir", folder.resolve("archive").toString(),
                "aeron.term.length", "512k",
                "aeron.archive.segment.length", "1m"));
        Files.createDirectories(folder.resolve("me"));
        Files.write(
                folder.resolve("me/grants"),
                List.of(
                        "allow g-1 subscribe platform.data.quote.** for instance me",
                        "allow g-2 publish platform.portfolio.target.hello for instance me"));
        List<Long> decided = new ArrayList<>();
        try (Bus bus = Bus.open(new BusContext().settings(embedded).unrestricted())) {
            bus.awaitConnected(PATIENCE_NS);
            Subscription targets =
                    bus.subscribe(SubscriptionSpec.durable("platform.portfolio.target.hello"), message -> {
                        decided.add(mantissa(message.buffer(), message.offset()));
                        return Verdict.ACCEPT;
                    });
            Publisher quotes = bus.publisher(PublisherSpec.fast("platform.data.quote.XNAS.AAPL")
                    .schema(QuoteEncoder.TEMPLATE_ID, EventWriter.VERSION));
            try (Sidecar sidecar = sidecar(embedded)) {
                runtime = new PluginRuntime(RuntimeOptions.of(sidecar.options().folder(), HelloStrategy.class));
                until("the strategy is ready", runtime::isReady);
                EventWriter writer = new EventWriter();
                UnsafeBuffer payload = new UnsafeBuffer(new byte[EventWriter.QUOTE]);
                for (int i = 0; i < STORY.length; i++) {
                    writer.quote(payload, 0, 1, "XNAS", "AAPL", "USD", STORY[i][0], 1000, STORY[i][1], 1000);
                    until("the quote is taken", () -> quotes.offer(payload, 0, EventWriter.QUOTE) > 0);
                    int expected = i + 1;
                    until("target " + expected + " is published", () -> {
                        targets.poll(10);
                        return decided.size() == expected;
                    });
                }
                runtime.stop();
                until("it is stopped", runtime::isStopped);
            }
        }
        assertEquals(List.of(0L, 100L, 0L), decided);
        assertEquals(withoutInfrastructure(), decided);
    }

    private Sidecar sidecar(Map<String, String> embedded) {
        Map<String, String> values = new TreeMap<>(embedded);
        values.put("aeron.driver", "external");
        values.put("sidecar.dir", folder.resolve("me").toString());
        values.put("sidecar.instance", "me");
        values.put("sidecar.pool", Pool.STRATEGY);
        List<SettingsSchema> schemas = new ArrayList<>(BusSettings.schemas());
        schemas.add(SidecarSettings.SCHEMA);
        return Sidecar.start(new SidecarOptions(Settings.of(schemas, values)));
    }

    private void until(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNs, "waited in vain until " + what);
            if (runtime.doWork() == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
    }
}
