package io.meridian.platform.span;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.LogOptions;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.person.PersonalNames;
import io.meridian.audit.record.RecordedTopics;
import io.meridian.audit.record.Recorder;
import io.meridian.audit.record.RecorderOptions;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.envelope.TraceIds;
import io.meridian.bus.report.DeliveryReport;
import io.meridian.bus.report.DeliveryReporter;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.Topic;
import io.meridian.platform.span.OtlpReceiver.Received;
import io.meridian.plugin.contract.control.ControlAct;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a bus in memory through a real recorder and its files to a real receiver. A whole stack is in {@code SpansSystemTest}. */
final class SpanFeedTest {
    private static final String QUOTES = "platform.data.quote.XNAS.AAPL";
    private static final String TARGETS = "platform.portfolio.target.alpha";

    @TempDir
    private Path folder;

    private final String space = Long.toHexString(System.nanoTime());
    private Bus recorded;
    private Recorder recorder;
    private OtlpReceiver receiver;
    private SpanSender sender;

    @BeforeEach
    void open() throws Exception {
        recorded = bus();
        recorder = new Recorder(
                recorded,
                new LogFolder(folder.resolve("log")),
                SigningKey.in(folder.resolve("key")),
                new FolderPlace(folder.resolve("second")),
                // Small files, so that there are several.
                new RecorderOptions(
                        new LogOptions("main", 1 << 20, 1_000, TimeUnit.SECONDS.toNanos(1)),
                        RecordedTopics.all(),
                        PersonalNames.NONE,
                        0,
                        TimeUnit.SECONDS.toNanos(30)),
                SystemEpochNanoClock.INSTANCE,
                text -> {});
        receiver = new OtlpReceiver();
        sender = new SpanSender(receiver.endpoint(), "dev", Duration.ofSeconds(5), text -> {});
    }

    @AfterEach
    void close() {
        sender.close();
        receiver.close();
        recorder.close();
        recorded.close();
    }

    private Bus bus() {
        return Bus.open(new BusContext()
                .settings(Settings.of(
                        BusSettings.schemas(),
                        Map.of("bus.backend", "memory", "memory.space", space, "bus.deployment", "dev")))
                .unrestricted()
                .clock(SystemEpochNanoClock.INSTANCE));
    }

    private SpanFeed feed(int sample) {
        return new SpanFeed(new LogFolder(folder.resolve("log")), sample, sender, SystemEpochNanoClock.INSTANCE);
    }

    private void record() {
        for (int i = 0; i < 200; i++) {
            recorder.work();
        }
    }

    /** As a sidecar tells it, over another connection. */
    private void attach(Bus plugin, String instance) {
        try (Bus side = bus();
                Publisher acts = side.publisher(PublisherSpec.durable("platform.control.act." + instance))) {
            byte[] act = ControlAct.of(ControlAct.PLUGIN_ATTACHED)
                    .on(instance)
                    .change("", ControlAct.SOURCE + Integer.toUnsignedString(source(plugin)))
                    .encode(Instant.now());
            assertTrue(acts.offer(new UnsafeBuffer(act), 0, act.length) > 0);
        }
    }

    private static int source(Bus bus) {
        return bus.config().instance();
    }

    private void delivered(String instance, byte kind, Bus from, String topic, long sequence) {
        try (Bus side = bus();
                DeliveryReporter reporter =
                        new DeliveryReporter(side, instance, SystemEpochNanoClock.INSTANCE, text -> {})) {
            reporter.delivered(
                    kind, source(from), Topic.of(topic).hash(), sequence, SystemEpochNanoClock.INSTANCE.nanoTime());
        }
    }

    private static long publish(Publisher publisher, MessageContext context) {
        long sequence = publisher.offer(context, new UnsafeBuffer(new byte[20]), 0, 20);
        assertTrue(sequence > 0, () -> "result=" + sequence);
        return publisher.sequence();
    }

    private Received span(String name) {
        List<Received> found = receiver.spans().stream()
                .filter(each -> each.span().getName().equals(name))
                .toList();
        assertEquals(1, found.size(), () -> name + " in " + receiver.spans());
        return found.getFirst();
    }

    private void readAll(SpanFeed feed) {
        while (feed.work() > 0) {
            Thread.onSpinWait();
        }
        feed.close();
        sender.close();
    }

    @Test
    void shouldTellWhoDidWhatWithAMessageAndWhatFollowedFromIt() {
        try (Bus market = bus();
                Bus strategy = bus();
                Publisher quotes = market.publisher(PublisherSpec.fast(QUOTES));
                Publisher targets = strategy.publisher(PublisherSpec.durable(TARGETS))) {
            attach(market, "market");
            attach(strategy, "hello");
            record();
            SpanFeed feed = feed(1);
            long quote = publish(quotes, new MessageContext());
            record();
            long hash = Topic.of(QUOTES).hash();
            int source = source(market);
            delivered("hello", DeliveryReport.FAST, market, QUOTES, quote);
            long target = publish(
                    targets,
                    new MessageContext()
                            .trace(TraceIds.traceHigh(source, hash), TraceIds.traceLow(source, hash, quote), 0)
                            .causation(source, quote));
            record();
            delivered("compliance", DeliveryReport.EACH, strategy, TARGETS, target);
            record();
            readAll(feed);
            Received published = span("publish platform.data.quote.{venue}.{symbol}");
            assertEquals("market", published.service());
            assertEquals("", published.parent());
            assertEquals(QUOTES, published.attribute("messaging.destination.name"));
            assertEquals("platform.data.quote.{venue}.{symbol}", published.attribute("messaging.destination.template"));
            assertEquals(
                    Integer.toUnsignedString(source) + "/" + QUOTES + "/" + quote,
                    published.attribute("messaging.message.id"));
            assertEquals("20", published.attribute("messaging.message.body.size"));
            Received given = span("deliver platform.data.quote.{venue}.{symbol}");
            assertEquals("hello", given.service());
            assertEquals(published.id(), given.parent());
            Received handled = span("process platform.data.quote.{venue}.{symbol}");
            assertEquals("hello", handled.service());
            assertEquals(given.id(), handled.parent());
            assertEquals(given.span().getEndTimeUnixNano(), handled.span().getStartTimeUnixNano());
            Received followed = span("publish platform.portfolio.target.{portfolio}");
            assertEquals("hello", followed.service());
            assertEquals(handled.id(), followed.parent());
            assertEquals(
                    followed.id(),
                    span("route platform.portfolio.target.{portfolio}").parent());
            Received last = span("deliver platform.portfolio.target.{portfolio}");
            assertEquals("compliance", last.service());
            assertEquals(followed.id(), last.parent());
            Set<String> ids = new HashSet<>();
            receiver.spans().forEach(each -> {
                assertEquals(published.trace(), each.trace());
                assertTrue(ids.add(each.id()), () -> "twice: " + each);
            });
            assertEquals(6, ids.size());
        }
    }

    @Test
    void shouldGoOnWithATraceThatBeganOutside() {
        try (Bus outside = bus();
                Publisher targets = outside.publisher(PublisherSpec.durable(TARGETS))) {
            SpanFeed feed = feed(1);
            publish(targets, new MessageContext().trace(0x0af7651916cd43ddL, 0x8448eb211c80319cL, 0xb7ad6b7169203331L));
            record();
            readAll(feed);
            Received published = span("publish platform.portfolio.target.{portfolio}");
            assertEquals("0af7651916cd43dd8448eb211c80319c", published.trace());
            assertEquals("b7ad6b7169203331", published.parent());
            assertTrue(published.service().startsWith("source-"), published::service);
        }
    }

    @Test
    void shouldTakeTheSameShareOfTracesAsAnybodyWhoKnowsTheirIds() {
        int messages = 6_000;
        try (Bus strategy = bus();
                Publisher targets = strategy.publisher(PublisherSpec.durable(TARGETS))) {
            SpanFeed feed = feed(4);
            Set<String> expected = new HashSet<>();
            for (int i = 0; i < messages; i++) {
                long sequence = publish(targets, new MessageContext());
                long hash = targets.topic().hash();
                long low = TraceIds.traceLow(source(strategy), hash, sequence);
                if (Long.remainderUnsigned(low, 4) == 0) {
                    expected.add("%016x%016x".formatted(TraceIds.traceHigh(source(strategy), hash), low));
                }
                recorder.work();
            }
            record();
            assertTrue(new LogFolder(folder.resolve("log")).segments().size() > 1, "it is to go from file to file");
            readAll(feed);
            assertTrue(expected.size() > messages / 5 && expected.size() < messages / 3, () -> "" + expected.size());
            Set<String> told = new HashSet<>();
            receiver.spans().forEach(each -> told.add(each.trace()));
            assertEquals(expected, told);
            assertEquals(2L * expected.size(), sender.sent());
        }
    }

    @Test
    void shouldOnlyTellOfWhatIsRecordedAfterItsStart() {
        try (Bus strategy = bus();
                Publisher targets = strategy.publisher(PublisherSpec.durable(TARGETS))) {
            publish(targets, new MessageContext());
            record();
            SpanFeed feed = feed(1);
            long later = publish(targets, new MessageContext());
            record();
            readAll(feed);
            String id = span("publish platform.portfolio.target.{portfolio}").attribute("messaging.message.id");
            assertTrue(id.endsWith("/" + later), id);
        }
    }
}
