package io.meridian.storage.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.storage.MarketStore;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.TradingConformance;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;

final class DuckDbTradingTest extends TradingConformance {
    @Override
    protected MarketStore open() {
        return DuckDbStore.open(StoreOptions.in(folder.resolve("store"), 64L << 20, false));
    }

    @Test
    void shouldAddItsTablesToAStoreThatWasMadeWithoutThem() throws IOException, SQLException {
        Path first = Files.createDirectories(folder.resolve("first"));
        try (DuckDBConnection connection = DriverManager.getConnection("jdbc:duckdb:" + first.resolve(StoreLock.DATA))
                .unwrap(DuckDBConnection.class)) {
            connection.setAutoCommit(false);
            Migrations.run(connection, Migrations.STEPS.subList(0, 1), "first");
        }
        try (MarketStore old = DuckDbStore.open(StoreOptions.in(first, 64L << 20, false))) {
            assertEquals(
                    0,
                    old.trading()
                            .latest(TradingQuery.all(TradingTable.POSITIONS), 0, 9)
                            .size());
        }
    }
}
