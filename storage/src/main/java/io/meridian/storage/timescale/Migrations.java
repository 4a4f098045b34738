package io.meridian.storage.timescale;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.StoreException;
import io.meridian.storage.trading.TradingSql;
import io.meridian.storage.trading.TradingTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.jdbc.PgConnection;

/** Brings the tables of a database to what this program knows: forward only, one version a step. */
final class Migrations {
    private Migrations() {}

    /** The statements that lead to version 1, to version 2, and so on. What was ever here stays as it is. */
    static List<List<String>> steps(boolean chunks) {
        return List.of(
                first(chunks),
                TradingSql.create(TradingTable.ofTrading(), true),
                TradingSql.create(TradingTable.ofATime(), true),
                TradingSql.create(TradingTable.ofReference(), true),
                Minutes.create());
    }

    private static List<String> first(boolean chunks) {
        List<String> statements = new ArrayList<>();
        for (DataKind kind : DataKind.values()) {
            statements.addAll(Tables.create(kind, chunks));
        }
        statements.add(
                "CREATE TABLE instruments (venue TEXT COLLATE \"C\" NOT NULL, symbol TEXT COLLATE \"C\" NOT NULL,"
                    + " currency TEXT NOT NULL, kind TEXT NOT NULL, tick_size BIGINT NOT NULL, tick_size_scale"
                    + " SMALLINT NOT NULL, lot_size BIGINT NOT NULL, lot_size_scale SMALLINT NOT NULL, settlement_days"
                    + " INTEGER NOT NULL, title TEXT NOT NULL, PRIMARY KEY (venue, symbol))");
        statements.addAll(Ledger.create());
        return List.copyOf(statements);
    }

    /**
     * Goes all the way that is left, or none of it when it fails.
     *
     * @param connection one that commits only when told
     * @throws StoreException when a newer program made the tables
     */
    static void run(PgConnection connection, List<List<String>> steps, Address address) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int version = version(statement);
            if (version > steps.size()) {
                throw newer(address, version, steps.size());
            }
            if (version == steps.size()) {
                return;
            }
            if (version == 0) {
                // Who may not make schemas may have been given one.
                if (isMissing(statement, "to_regnamespace('" + Tables.SCHEMA + "')")) {
                    statement.execute("CREATE SCHEMA " + Tables.SCHEMA);
                }
                statement.execute("CREATE TABLE " + Tables.SCHEMA + ".store_version (version INTEGER NOT NULL)");
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

    /** @throws StoreException when this program cannot read what is there, or nothing is there */
    static void requireThisVersion(PgConnection connection, Address address) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int version = version(statement);
            int known = steps(false).size();
            if (version == 0) {
                throw new StoreException(
                        "There is no store in " + address + ". Data is stored while 'meridian store' or"
                                + " ./launch_dev.sh runs, or by 'meridian data import'; or"
                                + " name another database (setting storage.url).");
            }
            if (version > known) {
                throw newer(address, version, known);
            }
            if (version < known) {
                throw new StoreException("The store " + address + " is of version " + version + ", and this Meridian"
                        + " reads version " + known + ". Start its 'meridian store' once: that brings it forward.");
            }
        }
    }

    private static StoreException newer(Address address, int version, int known) {
        return new StoreException("The store " + address + " is of version " + version
                + ", made by a newer Meridian; this one knows up to version " + known
                + ". Run the newer one, or name another database (setting storage.url).");
    }

    private static boolean isMissing(Statement statement, String what) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT " + what + " IS NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static int version(Statement statement) throws SQLException {
        if (isMissing(statement, "to_regclass('" + Tables.SCHEMA + ".store_version')")) {
            return 0;
        }
        try (ResultSet row = statement.executeQuery("SELECT max(version) FROM " + Tables.SCHEMA + ".store_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
