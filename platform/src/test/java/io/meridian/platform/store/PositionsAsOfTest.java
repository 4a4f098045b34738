package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.setting.Settings;
import io.meridian.devservers.PostgresServer;
import io.meridian.kernel.RandomTrading;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStores;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.StoreServer;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Random trading goes through a kernel, and what the kernel tells into a store: as of any time, the store says what the kernel held. */
final class PositionsAsOfTest {
    private static final long MEMORY = 64L << 20;
    private static final int ALL = 1_000_000;

    @TempDir
    private Path folder;

    private final Map<String, Integer> accepted = new TreeMap<>();
    private final TradingDecoder decoder = new TradingDecoder();
    private final Telling telling = new Telling();

    @Test
    @Timeout(300)
    void shouldHoldWhatTheKernelHeldAtAThousandTimesWhenTradingIsRandom() {
        for (int seed = 0; seed < 40; seed++) {
            Path place = folder.resolve("store" + seed);
            try (MarketStore store = MarketStores.named("duckdb").open(StoreOptions.in(place, MEMORY, false))) {
                compare(seed, store, 25);
            }
        }
        for (String what : List.of("CancelOrder", "Fill", "CorporateAction", "BusinessDay", "Allocation AFFIRMED")) {
            assertTrue(accepted.getOrDefault(what, 0) > 20, () -> what + " is too rare: " + accepted);
        }
    }

    @Test
    @Tag("server")
    @Timeout(180)
    void shouldHoldWhatTheKernelHeldWhenTheStoreIsOnAServer() {
        assumeTrue(PostgresServer.isInstalled(), "TimescaleDB is not installed; ./test.sh says why");
        try (PostgresServer server = PostgresServer.in(folder).start()) {
            StoreServer place = new StoreServer(server.url(), PostgresServer.NAME, PostgresServer.NAME);
            try (MarketStore store =
                    MarketStores.named("timescaledb").open(new StoreOptions(null, place, MEMORY, false))) {
                compare(7, store, 100);
            }
        }
    }

    private void compare(long seed, MarketStore store, int times) {
        List<TradingRow> told = new ArrayList<>();
        RandomTrading trading = tell(seed, told);
        trading.accepted().forEach((what, count) -> accepted.merge(what, count, Integer::sum));
        Random random = new Random(seed);
        append(store, told, random);
        for (int i = 0; i < times; i++) {
            long time = random.nextInt(3) == 0
                    // As it is told, and just before.
                    ? told.get(random.nextInt(told.size())).number("made") - random.nextInt(2)
                    : random.nextLong(trading.firstNs(), trading.lastNs() + 1);
            Map<String, BigDecimal> expected = trading.heldAt(time);
            Map<String, BigDecimal> found = held(store, time);
            if (!expected.equals(found)) {
                // Only what differs, so that it can be read.
                Map<String, BigDecimal> here = new TreeMap<>(expected);
                here.entrySet().removeAll(found.entrySet());
                found.entrySet().removeAll(expected.entrySet());
                assertEquals(here, found, "seed=" + seed + " as of " + time);
            }
        }
    }

    /** Through a bus, as the store service hears it. */
    private RandomTrading tell(long seed, List<TradingRow> rows) {
        Settings memory = Settings.of(
                BusSettings.schemas(), Map.of("bus.backend", "memory", "memory.space", "asof-" + UUID.randomUUID()));
        try (Bus bus =
                Bus.open(new BusContext().settings(memory).unrestricted().clock(SystemEpochNanoClock.INSTANCE))) {
            Subscription heard = bus.subscribe(
                    SubscriptionSpec.durable(TopicTemplate.OMS_EVENT.pattern()).named("as-of"), message -> {
                        rows.addAll(telling.rows(message, decoder));
                        return Verdict.ACCEPT;
                    });
            Map<String, Publisher> publishers = new HashMap<>();
            MessageContext context = new MessageContext();
            RandomTrading trading = new RandomTrading(seed, (topic, template, buffer, offset, length) -> {
                if (TopicTemplate.of(topic).orElseThrow() == TopicTemplate.OMS_EVENT) {
                    Publisher publisher =
                            publishers.computeIfAbsent(topic, name -> bus.publisher(PublisherSpec.durable(name)));
                    long result = publisher.offer(context.reset(), buffer, offset, length);
                    assertTrue(result > 0, () -> "result=" + result);
                    while (heard.poll(16) > 0) {}
                }
            });
            while (heard.poll(16) > 0) {}
            return trading;
        }
    }

    /** In batches of any size, some of them twice, at once or much later. */
    private static void append(MarketStore store, List<TradingRow> rows, Random random) {
        int from = 0;
        while (from < rows.size()) {
            int to = Math.min(rows.size(), from + 1 + random.nextInt(40));
            store.trading().append(rows.subList(from, to));
            if (random.nextInt(3) == 0) {
                int again = random.nextInt(to);
                store.trading().append(rows.subList(again, Math.min(to, again + 30)));
            }
            from = to;
        }
    }

    private static Map<String, BigDecimal> held(MarketStore store, long timeNs) {
        Map<String, BigDecimal> held = new TreeMap<>();
        for (TradingRow row : latest(store, TradingTable.POSITIONS, timeNs)) {
            String of = row.text("portfolio") + " " + row.text("view") + " " + row.text("symbol");
            put(held, of, row.decimal("quantity"));
            if (row.text("view").equals("TRADE_DATE")) {
                put(held, of + " realised", row.decimal("realised"));
                put(held, of + " fees", row.decimal("fees"));
            }
        }
        for (TradingRow row : latest(store, TradingTable.CASH, timeNs)) {
            put(
                    held,
                    row.text("portfolio") + " " + row.text("view") + " " + row.text("currency"),
                    row.decimal("balance"));
        }
        return held;
    }

    private static List<TradingRow> latest(MarketStore store, TradingTable table, long timeNs) {
        return store.trading().latest(TradingQuery.all(table).until(timeNs), 0, ALL);
    }

    private static void put(Map<String, BigDecimal> held, String name, Decimal number) {
        RandomTrading.put(held, name, number == null ? null : number.toBigDecimal());
    }
}
