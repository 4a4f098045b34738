package io.meridian.storage.timescale;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.jdbc.PgConnection;

/** The connection of one thread. When it is lost, the next call makes another one. Nothing waits for ever: each call has a limit. */
final class Session implements AutoCloseable {
    private static final int CONNECT_S = 10;
    /** So long the network may be silent beyond the limit of what the server does. */
    private static final int SILENCE_MS = 5_000;

    /** The server notices within half a minute that this machine is gone, and lets go of what it held. */
    private static final String ALIVE =
            "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; ";

    /** What is said to be stored must be, whatever is set for others. */
    private static final String SAFE = "SELECT set_config('synchronous_commit', 'on', false) WHERE"
            + " current_setting('synchronous_commit') = 'off'";

    /** Ours first; the functions of the extension may lie anywhere. */
    private static final String PATH =
            "SELECT set_config('search_path', '" + Tables.SCHEMA + ", public' || coalesce((SELECT ', ' ||"
                    + " quote_ident(nspname) FROM pg_extension e JOIN"
                    + " pg_namespace n ON n.oid = e.extnamespace WHERE"
                    + " extname = 'timescaledb'), ''), false); ";

    private final Address address;
    private final String name;
    private final Duration limit;
    private final Beginning beginning;
    private PgConnection connection;

    /** What is done first on each new connection. */
    interface Beginning {
        void on(PgConnection connection) throws SQLException;
    }

    /** Work of one transaction that the caller waits for. */
    interface Work<T> {
        T on(PgConnection connection) throws SQLException;
    }

    /**
     * Not connected yet.
     *
     * @param name what the server calls it
     * @param limit how long a call may take, unless it says otherwise
     */
    Session(Address address, String name, Duration limit, Beginning beginning) {
        this.address = address;
        this.name = name;
        this.limit = limit;
        this.beginning = beginning;
    }

    <T> T within(String what, Work<T> work) {
        return within(what, limit, work);
    }

    /** All of it is done, or, when it throws, none; if then there {@linkplain #isConnected is no connection}, one of the two. */
    <T> T within(String what, Duration most, Work<T> work) {
        connect();
        try {
            connection.setNetworkTimeout(Runnable::run, (int) most.toMillis() + SILENCE_MS);
            if (!most.equals(limit)) {
                execute("SET LOCAL statement_timeout = " + most.toMillis());
            }
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException failed) {
            if (Troubles.isOfTheConnection(failed)) {
                drop();
            } else {
                rollBack();
            }
            throw Troubles.working(what, address, failed);
        } catch (RuntimeException failed) {
            rollBack();
            throw failed;
        }
    }

    private void connect() {
        if (connection != null) {
            return;
        }
        try {
            connection =
                    DriverManager.getConnection(address.jdbc(), properties()).unwrap(PgConnection.class);
            connection.setAutoCommit(false);
            execute(ALIVE + "SET statement_timeout = " + limit.toMillis() + "; " + PATH + SAFE);
            connection.commit();
            beginning.on(connection);
            connection.commit();
        } catch (SQLException failed) {
            drop();
            throw Troubles.connecting(address, failed);
        } catch (RuntimeException failed) {
            drop();
            throw failed;
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", name);
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_S));
        properties.setProperty("loginTimeout", Integer.toString(2 * CONNECT_S));
        properties.setProperty("socketTimeout", Long.toString(limit.toSeconds() + SILENCE_MS / 1_000));
        properties.setProperty("tcpKeepAlive", "true");
        if (address.user() != null) {
            properties.setProperty("user", address.user());
        }
        if (address.password() != null) {
            properties.setProperty("password", address.password());
        }
        return properties;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            // What failed before is what is told.
            drop();
        }
    }

    private void drop() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException ignored) {
                // What failed before is what is told.
            }
            connection = null;
        }
    }

    boolean isConnected() {
        return connection != null;
    }

    @Override
    public void close() {
        // What was to be kept is committed, or was told not to be.
        drop();
    }
}
