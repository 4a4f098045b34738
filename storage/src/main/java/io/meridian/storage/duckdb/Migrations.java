package io.meridian.storage.duckdb;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.StoreException;
import io.meridian.storage.trading.TradingSql;
import io.meridian.storage.trading.TradingTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** Brings the tables of a file to what this program knows: forward only, one version a step. */
final class Migrations {
    /** The statements that lead to version 1, to version 2, and so on. What was ever here stays as it is. */
    static final List<List<String>> STEPS = List.of(
            first(),
            TradingSql.create(TradingTable.ofTrading(), false),
            TradingSql.create(TradingTable.ofATime(), false),
            TradingSql.create(TradingTable.ofReference(), false));

    private Migrations() {}

    private static List<String> first() {
        List<String> statements = new ArrayList<>();
        for (DataKind kind : DataKind.values()) {
            statements.add(Table.create(kind));
        }
        statements.add("CREATE TABLE instruments (venue VARCHAR NOT NULL, symbol VARCHAR NOT NULL, currency VARCHAR NOT"
                + " NULL, kind VARCHAR NOT NULL, tick_size BIGINT NOT NULL, tick_size_scale TINYINT NOT NULL, lot_size"
                + " BIGINT NOT NULL, lot_size_scale TINYINT NOT NULL, settlement_days INTEGER NOT NULL, title VARCHAR"
                + " NOT NULL, PRIMARY KEY (venue, symbol))");
        return List.copyOf(statements);
    }

    /**
     * Goes all the way that is left, or none of it when it fails.
     *
     * @param connection one that commits only when told
     * @throws StoreException when a newer program made the tables
     */
    static void run(DuckDBConnection connection, List<List<String>> steps, String file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS store_version (version INTEGER NOT NULL)");
            int version = version(statement);
            if (version > steps.size()) {
                throw new StoreException("The store " + file + " is of version " + version
                        + ", made by a newer Meridian; this one knows up to version " + steps.size()
                        + ". Run the newer one, or name another folder (setting storage.dir).");
            }
            for (List<String> step : steps.subList(version, steps.size())) {
                for (String sql : step) {
                    statement.execute(sql);
                }
            }
            statement.execute("DELETE FROM store_version");
            statement.execute("INSERT INTO store_version VALUES (" + steps.size() + ")");
            connection.commit();
        } catch (SQLException | RuntimeException failed) {
            connection.rollback();
            throw failed;
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT max(version) FROM store_version")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }
}
