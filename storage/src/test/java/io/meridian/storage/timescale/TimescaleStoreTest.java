package io.meridian.storage.timescale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.devservers.PostgresServer;
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
import io.meridian.storage.StoreInUseException;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.StoreServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgConnection;

@Tag("server")
final class TimescaleStoreTest extends MarketStoreConformance {
    private static final long HOUR = Tables.CHUNK_NS;
    private static final String DATABASE = TestServer.WITH_EXTENSION;

    private boolean made;

    @Override
    protected MarketStore open() {
        if (!made) {
            TestServer.clear(DATABASE);
            made = true;
        }
        return MarketStores.named("timescaledb").open(TestServer.options(DATABASE, false));
    }

    private static MarketStore look() {
        return MarketStores.named("timescaledb").open(TestServer.options(DATABASE, true));
    }

    private static String failure(StoreServer server) {
        return assertThrows(
                        StoreException.class,
                        () -> TimescaleStore.open(new StoreOptions(null, server, TestServer.MEMORY, false)))
                .getMessage();
    }

    private static RowBatch quotes(long fromNs, int count, String symbol) {
        RowBatch batch = new RowBatch();
        Rows rows = new Rows();
        for (int i = 0; i < count; i++) {
            rows.quote(batch, fromNs + i, symbol, Decimal.of(i + 1), null);
        }
        return batch;
    }

    @Test
    void shouldSayWhatTheServerIs() {
        try (MarketStore store = look()) {
            String text = store.description();
            assertTrue(
                    text.matches(
                            "TimescaleDB 2\\.\\S+ \\(licence \\w+\\) on PostgreSQL 17.*dropped whole\\. Minutes.*"),
                    text);
        }
    }

    @Test
    void shouldNameTheProcessWhenAnotherOneWritesAndLetOthersLook() {
        String text = assertThrows(StoreInUseException.class, this::open).getMessage();
        assertTrue(text.contains("pid=" + ProcessHandle.current().pid()), text);
        try (MarketStore looking = look()) {
            assertEquals(List.of(), looking.contents());
            assertEquals(0, looking.total().rows());
            assertThrows(IllegalStateException.class, () -> looking.append(quotes(0, 1, "A")));
            assertThrows(IllegalStateException.class, () -> Rows.removeBefore(looking, 1));
        }
    }

    @Test
    void shouldDropWholeChunksAndKeepWhatWasImportedInTheirTime() {
        closeStore();
        try (MarketStore store = open()) {
            for (int hour = 0; hour < 4; hour++) {
                store.append(quotes(hour * HOUR, 10, "A"));
            }
            RowBatch imported = new RowBatch();
            new Rows().bar(imported, 5, 1, "A", Decimal.of(1), Decimal.of(1), RowBatch.IMPORTED);
            store.append(imported);
            long before = store.total().bytes();
            assertEquals(25, Rows.removeBefore(store, 2 * HOUR + 5));
            assertEquals(2, TestServer.number(DATABASE, "SELECT count(*) FROM show_chunks('meridian.quotes')"));
            assertEquals(16, store.total().rows());
            assertEquals(2 * HOUR + 5, store.total().firstNs());
            assertTrue(store.total().bytes() < before);
        }
        try (MarketStore again = open()) {
            assertEquals(16, again.total().rows(), "as counted by those that wrote");
            assertEquals(
                    16,
                    TestServer.number(
                            DATABASE,
                            "SELECT (SELECT count(*) FROM meridian.quotes) + (SELECT"
                                    + " count(*) FROM meridian.imported_bars)"));
        }
        openStore();
    }

    @Test
    void shouldSayWhatIsWrongWhenItCannotConnect() {
        String url = TestServer.get().url();
        String password = failure(new StoreServer(url, PostgresServer.NAME, "wrong-secret"));
        assertTrue(
                password.contains("does not let user meridian in") && password.contains("storage.password"), password);
        assertFalse(password.contains("wrong-secret"), password);
        String none = failure(new StoreServer("postgresql://127.0.0.1:1/meridian", "u", "p"));
        assertTrue(none.contains("does not answer") && none.contains("storage.url"), none);
        String database = failure(TestServer.address(TestServer.get().url("nowhere")));
        assertTrue(database.contains("no database 'nowhere'") && database.contains("createdb nowhere"), database);
        for (String wrong : List.of("mysql://h/d", "postgresql://h", "postgresql://h/a b")) {
            assertTrue(failure(TestServer.address(wrong)).contains("postgresql://HOST:5432/DATABASE"));
        }
        for (String secret : List.of("postgresql://u:hush@h/d", "postgresql://h/d?password=hush")) {
            String text = failure(TestServer.address(secret));
            assertTrue(text.contains("storage.password") && !text.contains("hush"), text);
        }
        assertFalse(new StoreServer(url, "u", "hush").toString().contains("hush"));
        assertTrue(failure(null).contains("storage.url"));
    }

    @Test
    void shouldSayWhoMayHelpWhenTheUserMayNotMakeTables() {
        TestServer.sql(
                DATABASE,
                "DROP ROLE IF EXISTS guest",
                "CREATE ROLE guest LOGIN PASSWORD 'guest'",
                "DROP DATABASE IF EXISTS strict",
                "CREATE DATABASE strict");
        String text = failure(new StoreServer(TestServer.get().url("strict"), "guest", "guest"));
        assertTrue(text.contains("GRANT CREATE ON DATABASE \"strict\" TO \"guest\""), text);
        TestServer.sql(DATABASE, "GRANT CREATE ON DATABASE strict TO guest");
        StoreServer guest = new StoreServer(TestServer.get().url("strict"), "guest", "guest");
        TimescaleStore.open(new StoreOptions(null, guest, TestServer.MEMORY, false))
                .close();
        TestServer.sql(DATABASE, "DROP DATABASE strict", "DROP ROLE guest");
    }

    @Test
    void shouldMakeNoStoreWhenOnlyAnExistingOneIsWanted() {
        TestServer.clear(TestServer.PLAIN);
        String text = assertThrows(
                        StoreException.class, () -> TimescaleStore.open(TestServer.options(TestServer.PLAIN, true)))
                .getMessage();
        assertTrue(text.contains("There is no store in") && text.contains("meridian store"), text);
        assertEquals(
                0, TestServer.number(TestServer.PLAIN, "SELECT count(*) FROM pg_namespace WHERE nspname = 'meridian'"));
    }

    @Test
    void shouldRefuseWhatANewerProgramMadeAndSayBothVersions() {
        TestServer.clear(TestServer.PLAIN);
        TimescaleStore.open(TestServer.options(TestServer.PLAIN, false)).close();
        TestServer.sql(TestServer.PLAIN, "UPDATE meridian.store_version SET version = 99");
        for (boolean existing : new boolean[] {false, true}) {
            String text = assertThrows(
                            StoreException.class,
                            () -> TimescaleStore.open(TestServer.options(TestServer.PLAIN, existing)))
                    .getMessage();
            assertTrue(text.contains("version 99") && text.contains("up to version 5"), text);
        }
    }

    @Test
    void shouldBringAStoreOfEachEarlierVersionForward() throws SQLException {
        closeStore();
        for (String database : new String[] {TestServer.PLAIN, TestServer.WITH_EXTENSION}) {
            List<List<String>> steps = Migrations.steps(database.equals(TestServer.WITH_EXTENSION));
            for (int version = 1; version < steps.size(); version++) {
                TestServer.clear(database);
                try (Connection connection = TestServer.connect(database)) {
                    connection.setAutoCommit(false);
                    connection.createStatement().execute("SET search_path = meridian, public");
                    connection.commit();
                    Migrations.run(
                            connection.unwrap(PgConnection.class),
                            steps.subList(0, version),
                            Address.of(TestServer.address(TestServer.get().url(database))));
                    connection.createStatement().execute(Rows.INSTRUMENT);
                    connection.commit();
                }
                try (MarketStore store = TimescaleStore.open(TestServer.options(database, false))) {
                    Rows.assertBroughtForward(store);
                }
            }
            TestServer.clear(database);
        }
        openStore();
    }

    @Test
    void shouldTakeOnlyTheStepsThatAreLeftWhenItMigrates() throws SQLException {
        TestServer.clear(TestServer.PLAIN);
        Address address = Address.of(TestServer.address(TestServer.get().url(TestServer.PLAIN)));
        List<List<String>> steps = new ArrayList<>(List.of(List.of("CREATE TABLE meridian.one (a INTEGER)")));
        try (Connection connection = TestServer.connect(TestServer.PLAIN)) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("SET search_path = meridian");
            connection.commit();
            PgConnection ours = connection.unwrap(PgConnection.class);
            Migrations.run(ours, steps, address);
            steps.add(List.of("ALTER TABLE one ADD COLUMN b INTEGER", "INSERT INTO one VALUES (1, 2)"));
            Migrations.run(ours, steps, address);
            Migrations.run(ours, steps, address);
            steps.add(List.of("INSERT INTO one VALUES (3, 4)", "nonsense"));
            assertThrows(SQLException.class, () -> Migrations.run(ours, steps, address));
        }
        assertEquals(2, TestServer.number(TestServer.PLAIN, "SELECT max(version) FROM meridian.store_version"));
        assertEquals(1, TestServer.number(TestServer.PLAIN, "SELECT count(*) FROM meridian.one"));
    }

    @Test
    void shouldSumUpTheTradesOfAStoreThatIsOlderThanSums() {
        closeStore();
        for (String database : new String[] {TestServer.PLAIN, TestServer.WITH_EXTENSION}) {
            TestServer.clear(database);
            try (MarketStore store = TimescaleStore.open(TestServer.options(database, false))) {
                store.append(Rows.tradesOfFourHours());
            }
            TestServer.sql(
                    database,
                    "DROP TABLE meridian.trade_minutes, meridian.trade_hours",
                    "UPDATE meridian.store_version SET version = 4");
            try (MarketStore store = TimescaleStore.open(TestServer.options(database, false))) {
                assertEquals(4, Rows.sumUp(store));
            }
            assertEquals(5, TestServer.number(database, "SELECT sum(parts) FROM meridian.trade_minutes"));
            TestServer.clear(database);
        }
        openStore();
    }

    @Test
    void shouldKeepHostileTextsAsTheyAreAndRefuseWhatCannotBeKept() {
        closeStore();
        try (MarketStore store = open()) {
            String hostile = "'; DROP TABLE meridian.quotes; -- \\' \" $$";
            RowBatch batch = new RowBatch();
            new Rows().trade(batch, 1, "A", "'\\\";--$$\\N", Decimal.of(1), Decimal.of(1));
            store.append(batch);
            store.define(List.of(instrument(hostile, "Ünïcode \uD83D\uDE80 \\x00")));
            assertEquals(List.of(instrument(hostile, "Ünïcode \uD83D\uDE80 \\x00")), store.instruments());
            String nothing = assertThrows(
                            StoreException.class,
                            () -> StoreExport.write(
                                    store, Selection.all().of(Set.of(hostile, "\\")), folder.resolve("none"), false))
                    .getMessage();
            assertTrue(nothing.contains("nothing of these"), nothing);
            String refused = assertThrows(StoreException.class, () -> store.define(List.of(instrument("NUL", "a\0b"))))
                    .getMessage();
            assertTrue(refused.contains("such as NUL"), refused);
            assertEquals(1, store.instruments().size(), "and it goes on");
            StoreExport.write(store, Selection.all(), folder.resolve("files"), false);
        }
        openStore();
    }

    private static InstrumentDefinition instrument(String symbol, String title) {
        return new InstrumentDefinition(
                "XNAS", symbol, "USD", InstrumentKind.EQUITY, Decimal.parse("0.01"), Decimal.of(1), 2, title);
    }
}
