package io.meridian.storage.timescale;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.devservers.PostgresServer;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.StoreServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One server for all tests of this process, started when the first of them needs it. It has a database with the extension and one without. */
final class TestServer {
    static final String WITH_EXTENSION = PostgresServer.NAME;
    static final String PLAIN = "plain";
    static final long MEMORY = 64L << 20;

    private static PostgresServer server;

    private TestServer() {}

    static synchronized PostgresServer get() {
        assumeTrue(PostgresServer.isInstalled(), "TimescaleDB is not installed; ./test.sh says why");
        if (server == null) {
            Path folder = temporary();
            server = PostgresServer.in(folder).start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.kill();
                delete(folder);
            }));
            sql(WITH_EXTENSION, "CREATE DATABASE " + PLAIN);
        }
        return server;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("test-postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException left) {
            System.err.println(folder + " is left: " + left);
        }
    }

    /** A database without a store. */
    static void clear(String database) {
        get();
        sql(database, "DROP SCHEMA IF EXISTS " + Tables.SCHEMA + " CASCADE");
    }

    static StoreOptions options(String database, boolean existing) {
        return new StoreOptions(null, address(get().url(database)), MEMORY, existing);
    }

    static StoreServer address(String url) {
        return new StoreServer(url, PostgresServer.NAME, PostgresServer.NAME);
    }

    static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:" + server.url(database), PostgresServer.NAME, PostgresServer.NAME);
    }

    static void sql(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException failed) {
            throw new AssertionError(List.of(statements).toString(), failed);
        }
    }

    static long number(String database, String query) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new AssertionError(query, failed);
        }
    }
}
