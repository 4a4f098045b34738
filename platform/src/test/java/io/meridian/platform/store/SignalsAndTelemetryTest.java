package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.telemetry.Bucket;
import io.meridian.plugin.contract.telemetry.SidecarReport;
import io.meridian.plugin.contract.telemetry.Traffic;
import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.plugin.contract.trading.InsightEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.TargetPositionEncoder;
import io.meridian.plugin.contract.trading.TargetScope;
import io.meridian.plugin.contract.trading.TargetWeightsEncoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Money;
import io.meridian.storage.MarketStore;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What models, optimizers and sidecars tell, through the service into a real store, on the in-memory bus. */
final class SignalsAndTelemetryTest {
    private static final String INSIGHTS = "platform.signal.insight.momo.AAPL";
    private static final String TARGETS = "platform.portfolio.target.alpha";
    private static final String REPORTS = "platform.telemetry.momo-1";
    private static final String QUOTES = TopicTemplate.QUOTE.template();

    @TempDir
    private Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Settings settings = Settings.reader(PlatformSettings.schemas())
            .values(Map.of(
                    "bus.backend", "memory",
                    "memory.space", "signals-" + UUID.randomUUID(),
                    "storage.memory", "64m",
                    // Times are small numbers here.
                    "storage.keep.insights", "0s",
                    "storage.keep.targets", "0s",
                    "storage.keep.telemetry", "0s",
                    "storage.keep.latency", "0s"))
            .read();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private Bus telling;
    private Bus bus;
    private StoreService store;

    @BeforeEach
    void start() {
        telling = open();
        bus = open();
        store = StoreService.start(bus, settings, folder.resolve("store"), SystemEpochNanoClock.INSTANCE, log::add);
    }

    private Bus open() {
        return Bus.open(new BusContext().settings(settings).unrestricted().clock(SystemEpochNanoClock.INSTANCE));
    }

    @AfterEach
    void stop() {
        stopService();
        telling.close();
    }

    private void stopService() {
        if (store != null) {
            store.onClose();
            bus.close();
            store = null;
        }
    }

    private void until(String what, BooleanSupplier condition) {
        StoreRig.until(store, log, what, condition);
    }

    private void untilStored(int rows) {
        until(rows + " are stored", () -> store.figures().traded.get() == rows);
    }

    private void tell(String topic, byte[] message) {
        PublisherSpec spec = topic.equals(TARGETS) ? PublisherSpec.durable(topic) : PublisherSpec.fast(topic);
        try (Publisher publisher = telling.publisher(spec)) {
            long result = publisher.offer(new MessageContext(), new UnsafeBuffer(message), 0, message.length);
            assertTrue(result > 0, "result=" + result);
        }
    }

    private List<TradingRow> stored(TradingTable table) {
        stopService();
        try (MarketStore opened = StorePlace.open(settings, folder.resolve("store"), true)) {
            return opened.trading()
                    .history(TradingQuery.all(table), Long.MAX_VALUE, 100)
                    .reversed();
        }
    }

    private byte[] encoded(int length) {
        byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + length];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private byte[] insight(String model, String confidence) {
        InsightEncoder insight = new InsightEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(5)
                .tsInit(6)
                .generatedAt(7)
                .closeAt(8)
                .period(60)
                .symbol("AAPL")
                .venue("XNAS")
                .sourceModel(model)
                .direction(InsightDirection.UP);
        Decimal.parse("0.0150").write(insight.magnitude());
        if (confidence == null) {
            Decimal.writeAbsent(insight.confidence());
        } else {
            Decimal.parse(confidence).write(insight.confidence());
        }
        return encoded(insight.encodedLength());
    }

    private byte[] weights(String... symbols) {
        TargetWeightsEncoder weights = new TargetWeightsEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(5)
                .tsInit(6)
                .portfolio("alpha")
                .sourceModel("momo")
                .scope(TargetScope.WHOLE);
        Money.of("1000.00", "USD").write(weights.capital());
        TargetWeightsEncoder.TargetsEncoder targets = weights.targetsCount(symbols.length);
        for (String symbol : symbols) {
            targets.next().symbol(symbol).venue("XNAS");
            Decimal.parse("-0.25").write(targets.weight());
        }
        return encoded(weights.encodedLength());
    }

    private byte[] position() {
        TargetPositionEncoder position = new TargetPositionEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(9)
                .tsInit(10)
                .completeBy(11)
                .portfolio("alpha")
                .sourceModel("hello")
                .symbol("MSFT")
                .venue("XNAS")
                .currency("USD");
        Decimal.parse("100").write(position.quantity());
        Decimal.writeAbsent(position.limitPrice());
        return encoded(position.encodedLength());
    }

    private static SidecarReport.Builder report() {
        return SidecarReport.newBuilder()
                .setInstance("momo-1")
                .setFromNs(1_000)
                .setToNs(2_000)
                .setState("DEGRADED")
                .addReasons("The bus is away.")
                .setAttached(true)
                .setUptimeNs(77)
                .setErrors(2)
                .addTraffic(Traffic.newBuilder()
                        .setTopic(QUOTES)
                        .setDelivered(100)
                        .setLatencySumNs(123_456)
                        .addLatency(Bucket.newBuilder()
                                .setAboveNs(1_000)
                                .setUpToNs(2_000)
                                .setCount(98))
                        .addLatency(Bucket.newBuilder().setAboveNs(9_000).setCount(2)))
                .addTraffic(Traffic.newBuilder()
                        .setTopic("platform.signal.insight.{model}.{symbol}")
                        .setPublished(5)
                        .setLag(3));
    }

    @Test
    void shouldKeepInsightsWithAllTheirDigits() {
        tell(INSIGHTS, insight("momo", "0.80"));
        tell(INSIGHTS, insight("momo", "0.80"));
        tell(INSIGHTS, insight("momo", null));
        untilStored(3);
        List<TradingRow> rows = stored(TradingTable.INSIGHTS);
        assertEquals(2, rows.size(), "what is told again is kept once");
        assertEquals(
                "[5, 6, momo, XNAS, AAPL, UP, 0.0150, 0.80, 7, 8, 60]",
                rows.getFirst().values().toString());
        assertEquals(null, rows.getLast().decimal("confidence"));
    }

    @Test
    void shouldKeepARowOfEachTargetOfAMessageAndOneWhereThereIsNone() {
        tell(TARGETS, weights("AAPL", "MSFT"));
        tell(TARGETS, weights());
        tell(TARGETS, position());
        untilStored(4);
        assertEquals(
                List.of(
                        "[5, 6, alpha, momo, XNAS, AAPL, , -0.25, 1000.00, USD, WHOLE, null, null, 0]",
                        "[5, 6, alpha, momo, XNAS, MSFT, , -0.25, 1000.00, USD, WHOLE, null, null, 0]",
                        "[5, 6, alpha, momo, , , , null, 1000.00, USD, WHOLE, null, null, 0]",
                        "[9, 10, alpha, hello, XNAS, MSFT, USD, null, null, , , 100, null, 11]"),
                stored(TradingTable.TARGETS).stream()
                        .map(row -> row.values().toString())
                        .toList());
    }

    @Test
    void shouldGoOnWithTargetsWhereItEnded() {
        tell(TARGETS, weights("AAPL", "MSFT"));
        untilStored(2);
        stopService();
        tell(TARGETS, position());
        bus = open();
        store = StoreService.start(bus, settings, folder.resolve("store"), SystemEpochNanoClock.INSTANCE, log::add);
        untilStored(1);
        assertEquals(3, stored(TradingTable.TARGETS).size());
    }

    @Test
    void shouldKeepHowASidecarIsAndHowLongMessagesTookToIt() {
        tell(REPORTS, report().build().toByteArray());
        untilStored(2);
        List<TradingRow> reports = stored(TradingTable.TELEMETRY);
        assertEquals(
                "[2000, 2000, momo-1, 1000, DEGRADED, The bus is away., 1, 0, 0, 77, 0, 2, 5, 0, 100, 0, 0, 0, 0, 0, 0,"
                        + " 0, 3]",
                reports.getFirst().values().toString());
        assertEquals(
                "[2000, 2000, momo-1, " + QUOTES + ", 1000, 100, 123456, 1510, 1969, 9000, 1000-2000:98,9000-:2]",
                stored(TradingTable.LATENCY).getFirst().values().toString());
    }

    @Test
    void shouldRefuseWhatIsNotOfItsTopicOrCannotBeReadAndGoOn() {
        tell(INSIGHTS, insight("other", "0.5"));
        tell(INSIGHTS, Arrays.copyOf(insight("momo", "0.5"), 40));
        tell(REPORTS, report().setInstance("momo-2").build().toByteArray());
        tell(REPORTS, report().setToNs(1).build().toByteArray());
        tell(REPORTS, report().setState("A\0B").build().toByteArray());
        SidecarReport.Builder torn = report();
        torn.getTrafficBuilder(0).getLatencyBuilder(0).setCount(-1);
        tell(REPORTS, torn.build().toByteArray());
        tell(INSIGHTS, insight("momo", "0.5"));
        until(
                "all are taken",
                () -> store.figures().traded.get() == 1
                        && store.figures().refused.get() == 6);
        assertTrue(log.stream().anyMatch(line -> line.contains("it tells of other.AAPL")), log::toString);
        assertEquals(1, stored(TradingTable.INSIGHTS).size());
        assertEquals(0, stored(TradingTable.TELEMETRY).size());
    }

    @Test
    void shouldSurviveAnythingThatIsSaidOnItsTopics() {
        SplittableRandom random = new SplittableRandom(5);
        Map<String, byte[]> good = Map.of(
                INSIGHTS, insight("momo", "0.5"),
                TARGETS, weights("AAPL", "MSFT"),
                REPORTS, report().build().toByteArray());
        List<String> topics = good.keySet().stream().sorted().toList();
        for (int i = 0; i < 3_000; i++) {
            String topic = topics.get(random.nextInt(topics.size()));
            byte[] bytes = good.get(topic).clone();
            for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            tell(topic, random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1) : bytes);
            store.doWork();
        }
        long refused = store.figures().refused.get();
        assertTrue(refused > 300, "refused=" + refused);
        tell(INSIGHTS, insight("momo", "0.875"));
        until("all is stored", () -> store.figures().waiting.get() == 0 && store.doWork() == 0);
        assertTrue(
                stored(TradingTable.INSIGHTS).stream()
                        .anyMatch(row -> "0.875".equals(String.valueOf(row.decimal("confidence")))),
                log::toString);
        assertEquals(
                0, log.stream().filter(line -> line.contains("dead letters")).count(), log::toString);
    }
}
