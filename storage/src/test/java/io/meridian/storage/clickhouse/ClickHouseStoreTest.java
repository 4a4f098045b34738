package io.meridian.storage.clickhouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.meridian.devservers.ClickHouseServer;
import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.marketfiles.Selection;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStoreConformance;
import io.meridian.storage.MarketStores;
import io.meridian.storage.RowBatch;
import io.meridian.storage.Rows;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoreExport;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.StoreServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("server")
@Timeout(120)
final class ClickHouseStoreTest extends MarketStoreConformance {
    private static final long HOUR = Tables.HOUR_NS;

    private boolean made;

    @Override
    protected MarketStore open() {
        if (!made) {
            TestServer.clear();
            made = true;
        }
        return MarketStores.named("clickhouse").open(TestServer.options(false));
    }

    private static String failure(StoreServer server) {
        return assertThrows(
                        StoreException.class,
                        () -> ClickHouseStore.open(new StoreOptions(null, server, TestServer.MEMORY, false)))
                .getMessage();
    }

    private static RowBatch quotes(long fromNs, int count) {
        RowBatch batch = new RowBatch();
        Rows rows = new Rows();
        for (int i = 0; i < count; i++) {
            rows.quote(batch, fromNs + i, "A", Decimal.of(i + 1), null);
        }
        return batch;
    }

    @Test
    void shouldSayWhatTheServerIs() {
        try (MarketStore looking = ClickHouseStore.open(TestServer.options(true))) {
            String text = looking.description();
            assertTrue(
                    text.matches("ClickHouse \\d+\\.\\d+\\S*: .*dropped whole\\. Minutes of trades are summed up"),
                    text);
        }
    }

    @Test
    void shouldDropWholePartitionsAndRemoveTheRestRowByRow() {
        closeStore();
        try (MarketStore store = open()) {
            for (int hour = 0; hour < 4; hour++) {
                store.append(quotes(hour * HOUR, 10));
            }
            RowBatch imported = new RowBatch();
            new Rows().bar(imported, 5, 1, "A", Decimal.of(1), Decimal.of(1), RowBatch.IMPORTED);
            store.append(imported);
            long before = store.total().bytes();
            assertEquals(25, Rows.removeBefore(store, 2 * HOUR + 5));
            assertEquals(
                    2,
                    TestServer.number("SELECT uniqExact(partition_id) FROM system.parts WHERE active AND database ="
                            + " currentDatabase() AND table = 'quotes'"));
            assertEquals(16, store.total().rows());
            assertEquals(2 * HOUR + 5, store.total().firstNs());
            assertTrue(store.total().bytes() < before);
        }
        try (MarketStore again = open()) {
            assertEquals(16, again.total().rows());
        }
        openStore();
    }

    @Test
    void shouldTakeRowsOfManyHoursAtOnceWhenTheyAreImportedOrAClockIsWrong() {
        closeStore();
        try (MarketStore store = open()) {
            RowBatch batch = new RowBatch();
            Rows rows = new Rows();
            for (int hour = 0; hour < 300; hour++) {
                rows.bar(batch, hour * HOUR, 1, "A", Decimal.of(1), Decimal.of(1), RowBatch.IMPORTED);
                if (hour < 120) {
                    rows.trade(batch, hour * HOUR, "A", "t", Decimal.of(1), Decimal.of(1));
                }
            }
            store.append(batch);
            assertEquals(420, store.total().rows());
            assertEquals(120, Rows.removeBefore(store, 400 * HOUR));
        }
        openStore();
    }

    @Test
    void shouldSayWhatIsWrongWhenItCannotConnect() throws Exception {
        ClickHouseServer server = TestServer.get();
        String password = failure(new StoreServer(server.url(), ClickHouseServer.NAME, "wrong-secret"));
        assertTrue(
                password.contains("does not let user meridian in") && password.contains("storage.password"), password);
        assertFalse(password.contains("wrong-secret"), password);
        String nobody = failure(new StoreServer(server.url(), null, null));
        assertTrue(nobody.contains("does not let user default in"), nobody);
        String none = failure(new StoreServer("http://127.0.0.1:1/meridian", "u", "p"));
        assertTrue(none.contains("does not answer") && none.contains("storage.url"), none);
        String database = failure(TestServer.address(server.url("nowhere")));
        assertTrue(
                database.contains("no database 'nowhere'") && database.contains("CREATE DATABASE `nowhere`"), database);
        for (String wrong : List.of("postgresql://h:1/d", "http://h/d", "http://h:8123", "http://h:8123/a b")) {
            String text = failure(TestServer.address(wrong));
            assertTrue(text.contains("http://HOST:8123/DATABASE"), text);
        }
        for (String secret : List.of("http://u:hush@h:8123/d", "http://h:8123/d?password=hush")) {
            String text = failure(TestServer.address(secret));
            assertTrue(text.contains("storage.password") && !text.contains("hush"), text);
        }
        assertTrue(failure(null).contains("storage.url"));
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
        try {
            String text = failure(
                    TestServer.address("http://127.0.0.1:" + other.getAddress().getPort() + "/d"));
            assertTrue(text.contains("does not answer as ClickHouse does") && text.contains("8123"), text);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void shouldSayWhichVersionIsNeededWhenTheServerIsTooOld() {
        Address address = Address.of(TestServer.address("http://h:8123/d"));
        for (String old : List.of("18.16.1", "23.8.16.40-stable", "24.2.3.70")) {
            String text = assertThrows(StoreException.class, () -> ServerFacts.of(old, address))
                    .getMessage();
            assertTrue(text.contains(old) && text.contains("24.3 or newer"), text);
        }
        assertEquals("24.3.1.1", ServerFacts.of("24.3.1.1", address).version());
    }

    @Test
    void shouldMakeNoStoreWhenOnlyAnExistingOneIsWanted() {
        closeStore();
        TestServer.clear();
        String text = assertThrows(StoreException.class, () -> ClickHouseStore.open(TestServer.options(true)))
                .getMessage();
        assertTrue(text.contains("There is no store in") && text.contains("meridian store"), text);
        assertEquals("", TestServer.get().sql(TestServer.DATABASE, "SHOW TABLES"));
        openStore();
    }

    @Test
    void shouldRefuseWhatANewerProgramMadeAndSayBothVersions() {
        closeStore();
        TestServer.get().sql(TestServer.DATABASE, "INSERT INTO store_version VALUES (99)");
        for (boolean existing : new boolean[] {false, true}) {
            String text = assertThrows(StoreException.class, () -> ClickHouseStore.open(TestServer.options(existing)))
                    .getMessage();
            assertTrue(text.contains("version 99") && text.contains("up to version 5"), text);
        }
        TestServer.get().sql(TestServer.DATABASE, "ALTER TABLE store_version DELETE WHERE version = 99");
        openStore();
    }

    @Test
    void shouldBringAStoreOfEachEarlierVersionForward() {
        closeStore();
        for (int version = 1; version < Migrations.STEPS.size(); version++) {
            TestServer.clear();
            try (Database database = TestServer.database()) {
                Migrations.run(database, Migrations.STEPS.subList(0, version));
                database.execute("A test", Rows.INSTRUMENT);
            }
            try (MarketStore store = ClickHouseStore.open(TestServer.options(false))) {
                Rows.assertBroughtForward(store);
            }
        }
        TestServer.clear();
        openStore();
    }

    @Test
    void shouldTakeOnlyTheStepsThatAreLeftWhenItMigrates() {
        closeStore();
        TestServer.clear();
        List<List<String>> steps = new ArrayList<>(List.of(List.of("CREATE TABLE one (a Int32) ENGINE = Log")));
        try (Database database = TestServer.database()) {
            Migrations.run(database, steps);
            steps.add(List.of("INSERT INTO one VALUES (1)"));
            Migrations.run(database, steps);
            Migrations.run(database, steps);
            steps.add(List.of("CREATE TABLE IF NOT EXISTS two (a Int32) ENGINE = Log", "nonsense"));
            assertThrows(StoreException.class, () -> Migrations.run(database, steps));
            assertEquals(2, TestServer.number("SELECT max(version) FROM store_version"));
            steps.set(2, List.of("CREATE TABLE IF NOT EXISTS two (a Int32) ENGINE = Log"));
            Migrations.run(database, steps);
        }
        assertEquals(3, TestServer.number("SELECT max(version) FROM store_version"));
        assertEquals(1, TestServer.number("SELECT count() FROM one"));
        TestServer.clear();
        openStore();
    }

    @Test
    void shouldSumUpTheTradesOfAStoreThatIsOlderThanSums() {
        closeStore();
        try (MarketStore store = open()) {
            store.append(Rows.tradesOfFourHours());
        }
        for (String sql : new String[] {
            "DROP TABLE trade_minutes", "DROP TABLE trade_hours", "DELETE FROM store_version WHERE version = 5"
        }) {
            TestServer.get().sql(TestServer.DATABASE, sql);
        }
        try (MarketStore store = open()) {
            assertEquals(4, Rows.sumUp(store));
        }
        assertEquals(5, TestServer.number("SELECT sum(parts) FROM trade_minutes"));
        openStore();
    }

    @Test
    void shouldKeepHostileTextsAsTheyAre() {
        closeStore();
        try (MarketStore store = open()) {
            String hostile = "'; DROP TABLE quotes; -- \\' \" $$ {x:String} ? `";
            RowBatch batch = new RowBatch();
            new Rows().trade(batch, 1, "A", "'\\\";--$$\\N", Decimal.of(1), Decimal.of(1));
            store.append(batch);
            List<InstrumentDefinition> instruments =
                    List.of(instrument(hostile, "Ünïcode \uD83D\uDE80 \\x00"), instrument("NUL", "a\0b"));
            store.define(instruments);
            assertEquals(instruments, store.instruments());
            String nothing = assertThrows(
                            StoreException.class,
                            () -> StoreExport.write(
                                    store,
                                    Selection.all().of(Set.of(hostile, "\\", "a\0'b")),
                                    folder.resolve("none"),
                                    false))
                    .getMessage();
            assertTrue(nothing.contains("nothing of these"), nothing);
            StoreExport.write(store, Selection.all(), folder.resolve("files"), false);
        }
        openStore();
    }

    private static InstrumentDefinition instrument(String symbol, String title) {
        return new InstrumentDefinition(
                "XNAS", symbol, "USD", InstrumentKind.EQUITY, Decimal.parse("0.01"), Decimal.of(1), 2, title);
    }
}
