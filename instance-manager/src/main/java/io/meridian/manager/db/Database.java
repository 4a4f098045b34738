package io.meridian.manager.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The database, brought forward to this release. For any number of threads. What is read sees one state; what is written is written whole or
 * not at all, and by one thread of this process after the other, so nobody finds the database locked.
 */
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final long PATIENCE_MS = 10_000;
    private static final long STOPPED_MS = 3_000;

    private final DatabaseAddress address;
    private final HikariDataSource source;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long term;

    /** Something that is done with a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Rows rows) throws SQLException;
    }

    private Database(DatabaseAddress address, HikariDataSource source) {
        this.address = address;
        this.source = source;
    }

    /**
     * Opens it and brings it forward.
     *
     * @throws IllegalStateException when it cannot be used; the text says why
     */
    public static Database open(DatabaseAddress address) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address.jdbcUrl());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE_MS);
        config.setPoolName("manager");
        if (address.isFile()) {
            Properties properties = new Properties();
            properties.setProperty("journal_mode", "WAL");
            // With a write-ahead log this loses nothing that was committed when the process dies; FULL is for power
            // cuts, too.
            properties.setProperty("synchronous", "FULL");
            properties.setProperty("busy_timeout", Long.toString(PATIENCE_MS));
            properties.setProperty("foreign_keys", "true");
            properties.setProperty("transaction_mode", "IMMEDIATE");
            config.setDataSourceProperties(properties);
        } else {
            config.setUsername(address.user());
            config.setPassword(address.password());
            config.addDataSourceProperty("ApplicationName", "meridian manager");
            // Without it a question to a server that hangs, or to a machine that is cut off, waits for ever.
            config.addDataSourceProperty("socketTimeout", Long.toString(PATIENCE_MS / 1000));
            // A manager that is stopped in the middle of writing must not hold up the one that leads in its place.
            config.addDataSourceProperty("options", "-c idle_in_transaction_session_timeout=" + STOPPED_MS);
        }
        try {
            HikariDataSource source = new HikariDataSource(config);
            try {
                bringForward(source);
                return new Database(address, source);
            } catch (RuntimeException e) {
                source.close();
                throw e;
            }
        } catch (PoolInitializationException e) {
            throw new IllegalStateException(
                    "The manager's database " + address + " cannot be opened: "
                            + rootOf(e).getMessage(),
                    e);
        }
    }

    private static void bringForward(HikariDataSource source) {
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(source)
                    // What it has to say goes where all libraries' words go, which is nowhere unless somebody wants
                    // them.
                    .loggers("slf4j")
                    .locations("classpath:io/meridian/manager/db")
                    .table("meridian_manager_migrations")
                    // A database of PostgreSQL may have other tables, of whomever.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The manager's database cannot be brought forward to this release: " + e.getMessage(), e);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    public DatabaseAddress address() {
        return address;
    }

    /**
     * From here on only what the manager of this term, or of a later one, asks for is written. That waits for what is being written now.
     *
     * @throws IllegalStateException when one of a later term leads already
     */
    public void fence(long newTerm) {
        write(rows -> rows.change("UPDATE leadership SET term = ? WHERE term < ?", newTerm, newTerm));
        term = newTerm;
        read(rows -> {
            refuseWhenAnotherLeads(rows);
            return null;
        });
    }

    private void refuseWhenAnotherLeads(Rows rows) throws SQLException {
        if (term == 0) {
            return;
        }
        long latest = rows.first(
                        row -> row.getLong(1),
                        "SELECT term FROM leadership WHERE id = 1" + (address.isFile() ? "" : " FOR SHARE"))
                .orElse(0L);
        if (latest != term) {
            throw new IllegalStateException(
                    "Another manager leads, in term " + latest + "; this one led in term " + term + ". Ask that one.");
        }
    }

    /** Reads. */
    public <T> T read(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            return work.with(new Rows(connection));
        } catch (SQLException e) {
            throw trouble(e);
        }
    }

    /** Reads and writes, all or nothing. An exception undoes everything. */
    public <T> T write(Work<T> work) {
        writing.lock();
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Rows rows = new Rows(connection);
                refuseWhenAnotherLeads(rows);
                T result = work.with(rows);
                connection.commit();
                rows.committed();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw trouble(e);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Writes all of a file's database into a new file, while others go on.
     *
     * @throws IllegalStateException when this is no file
     */
    public void copyTo(String file) {
        if (!address.isFile()) {
            throw new IllegalStateException(address + " is on a server: back it up with pg_dump.");
        }
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + file.replace("'", "''") + "'");
        } catch (SQLException e) {
            throw trouble(e);
        }
    }

    private DatabaseException trouble(SQLException e) {
        return new DatabaseException("The manager's database " + address + " cannot be used now: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        source.close();
    }
}
