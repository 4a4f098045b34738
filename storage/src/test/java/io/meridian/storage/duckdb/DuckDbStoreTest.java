package io.meridian.storage.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStoreConformance;
import io.meridian.storage.MarketStores;
import io.meridian.storage.Rows;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoreInUseException;
import io.meridian.storage.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;

final class DuckDbStoreTest extends MarketStoreConformance {
    @Override
    protected MarketStore open() {
        return MarketStores.named("duckdb").open(options("store", false));
    }

    private StoreOptions options(String name, boolean existing) {
        return StoreOptions.in(folder.resolve(name), 64L << 20, existing);
    }

    private static String failure(StoreOptions options) {
        return assertThrows(StoreException.class, () -> DuckDbStore.open(options))
                .getMessage();
    }

    @Test
    void shouldNameTheProcessWhenAnotherOneHasTheStore() {
        String text = assertThrows(StoreInUseException.class, this::open).getMessage();
        assertTrue(text.contains("Process " + ProcessHandle.current().pid()), text);
    }

    @Test
    void shouldMakeNoStoreWhenOnlyAnExistingOneIsWanted() {
        String text = failure(options("none", true));
        assertTrue(text.contains("There is no store in") && text.contains("meridian store"), text);
        assertFalse(Files.exists(folder.resolve("none")));
    }

    @Test
    void shouldNameWhatIsKnownWhenTheBackendIsNot() {
        String text = assertThrows(StoreException.class, () -> MarketStores.named("oracle"))
                .getMessage();
        assertTrue(text.contains("'oracle'") && text.contains("duckdb"), text);
    }

    @Test
    void shouldRefuseWhatANewerProgramMadeAndSayBothVersions() throws SQLException {
        DuckDbStore.open(options("newer", false)).close();
        Path file = folder.resolve("newer").resolve(StoreLock.DATA);
        try (DuckDBConnection connection = connect(file)) {
            execute(connection, "UPDATE store_version SET version = 99");
        }
        String text = failure(options("newer", false));
        assertTrue(text.contains("version 99") && text.contains("up to version 4"), text);
        assertTrue(failure(options("newer", false)).contains("version 99"), "the lock was given back");
    }

    @Test
    void shouldBringAStoreOfEachEarlierVersionForward() throws Exception {
        for (int version = 1; version < Migrations.STEPS.size(); version++) {
            Path place = Files.createDirectory(folder.resolve("version-" + version));
            try (DuckDBConnection connection = connect(place.resolve(StoreLock.DATA))) {
                connection.setAutoCommit(false);
                Migrations.run(connection, Migrations.STEPS.subList(0, version), "old");
                execute(connection, Rows.INSTRUMENT);
                connection.commit();
            }
            try (MarketStore store = DuckDbStore.open(options("version-" + version, false))) {
                Rows.assertBroughtForward(store);
            }
        }
    }

    @Test
    void shouldTakeOnlyTheStepsThatAreLeftWhenItMigrates() throws SQLException {
        List<List<String>> steps = new ArrayList<>(List.of(List.of("CREATE TABLE one (a INTEGER)")));
        try (DuckDBConnection connection = connect(folder.resolve("steps.duckdb"))) {
            connection.setAutoCommit(false);
            Migrations.run(connection, steps, "steps");
            steps.add(List.of("ALTER TABLE one ADD COLUMN b INTEGER", "INSERT INTO one VALUES (1, 2)"));
            Migrations.run(connection, steps, "steps");
            Migrations.run(connection, steps, "steps");
            steps.add(List.of("INSERT INTO one VALUES (3, 4)", "nonsense"));
            assertThrows(SQLException.class, () -> Migrations.run(connection, steps, "steps"));
            try (Statement statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT (SELECT version FROM store_version), count(*) FROM one")) {
                row.next();
                assertEquals("2 1", row.getInt(1) + " " + row.getInt(2), "a step that failed left nothing");
            }
        }
    }

    @Test
    void shouldSayThatAFileIsDamagedWhenItIs() throws Exception {
        Path damaged = Files.createDirectories(folder.resolve("damaged"));
        Files.writeString(
                damaged.resolve(StoreLock.DATA), "this is no database, but long enough to look at. ".repeat(999));
        String text = failure(options("damaged", false));
        assertTrue(text.contains("cannot be opened"), text);
    }

    private static DuckDBConnection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:" + file).unwrap(DuckDBConnection.class);
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
