package io.meridian.storage.clickhouse;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.devservers.ClickHouseServer;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.StoreServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** One server for all tests of this process, started when the first of them needs it. */
final class TestServer {
    static final String DATABASE = ClickHouseServer.NAME;
    static final long MEMORY = 64L << 20;

    private static ClickHouseServer server;

    private TestServer() {}

    static synchronized ClickHouseServer get() {
        assumeTrue(ClickHouseServer.isInstalled(), "The engine of ClickHouse is not there; ./test.sh says why");
        if (server == null) {
            Path folder = temporary();
            server = ClickHouseServer.in(folder).start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.kill();
                delete(folder);
            }));
        }
        return server;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("test-clickhouse");
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
    static void clear() {
        get().sql("default", "DROP DATABASE IF EXISTS " + DATABASE + " SYNC");
        get().sql("default", "CREATE DATABASE " + DATABASE);
    }

    static StoreOptions options(boolean existing) {
        return options(get().url(), existing);
    }

    static StoreOptions options(String url, boolean existing) {
        return new StoreOptions(null, address(url), MEMORY, existing);
    }

    static StoreServer address(String url) {
        return new StoreServer(url, ClickHouseServer.NAME, ClickHouseServer.NAME);
    }

    static Database database() {
        return new Database(Address.of(address(get().url())), "test");
    }

    static long number(String query) {
        return Long.parseLong(get().sql(DATABASE, query));
    }
}
