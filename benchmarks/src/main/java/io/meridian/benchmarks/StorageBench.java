package io.meridian.benchmarks;

import io.meridian.devservers.ClickHouseServer;
import io.meridian.devservers.PostgresServer;
import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.RowDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStores;
import io.meridian.storage.RowBatch;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.StoreServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * {@code ./bench.sh storage}: quotes out of messages into the store, one thread, beside the database's own fastest way in with the same columns and
 * values, and a commit as often.
 */
final class StorageBench {
    private static final int BATCH = 5_000;
    private static final int SYMBOLS = 64;
    private static final long MEMORY = 128L << 20;
    private static final long BEGIN = 1_769_783_400_000_000_000L;

    private final Path folder;
    private final int batches;
    private final UnsafeBuffer[] messages = new UnsafeBuffer[SYMBOLS];
    private final String[] symbols = new String[SYMBOLS];

    private StorageBench(Path folder, int batches) {
        this.folder = folder;
        this.batches = batches;
        for (int i = 0; i < SYMBOLS; i++) {
            symbols[i] = "SYM" + i;
            messages[i] = new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + QuoteEncoder.BLOCK_LENGTH]);
        }
    }

    static List<Part> parts(boolean quick, Consumer<Figure> report) {
        return List.of(
                new Part("store.duckdb", () -> measure(quick, report)),
                new Part("store.timescaledb", () -> measureServer(quick, report)),
                new Part("store.clickhouse", () -> measureClickHouse(quick, report)),
                new Part("store.duckdb", () -> StoreReadBench.duckdb(quick, report)),
                new Part("store.timescaledb", () -> StoreReadBench.timescale(quick, report)),
                new Part("store.clickhouse", () -> StoreReadBench.clickhouse(quick, report)));
    }

    private static void measureServer(boolean quick, Consumer<Figure> report) throws Exception {
        if (!PostgresServer.isInstalled()) {
            System.err.println("store.timescaledb: left out, as TimescaleDB is not installed; ./test.sh installs it");
            return;
        }
        Path folder = Files.createTempDirectory(Path.of("benchmarks/target"), "store");
        StorageBench bench = new StorageBench(folder, quick ? 40 : 100);
        try (PostgresServer server = PostgresServer.in(folder.resolve("server")).start()) {
            StoreServer place = new StoreServer(server.url(), PostgresServer.NAME, PostgresServer.NAME);
            try (MarketStore store =
                            MarketStores.named("timescaledb").open(new StoreOptions(null, place, MEMORY, false));
                    Connection connection = DriverManager.getConnection(
                            "jdbc:" + server.url(), PostgresServer.NAME, PostgresServer.NAME)) {
                TimescaleRaw raw = new TimescaleRaw(connection);
                report.accept(new Pairs(quick ? 3 : 9)
                        .compare("store.timescaledb.ingest", "rows/s", () -> bench.ours(store), () -> bench.raw(raw)));
            }
        } finally {
            deleteAll(folder);
        }
    }

    private static void measureClickHouse(boolean quick, Consumer<Figure> report) throws Exception {
        if (!ClickHouseServer.isInstalled()) {
            System.err.println("store.clickhouse: left out, as its engine is not there; ./test.sh fetches it");
            return;
        }
        Path folder = Files.createTempDirectory(Path.of("benchmarks/target"), "store");
        StorageBench bench = new StorageBench(folder, quick ? 40 : 100);
        try (ClickHouseServer server =
                ClickHouseServer.in(folder.resolve("server")).start()) {
            StoreServer place = new StoreServer(server.url(), ClickHouseServer.NAME, ClickHouseServer.NAME);
            try (MarketStore store =
                            MarketStores.named("clickhouse").open(new StoreOptions(null, place, MEMORY, false));
                    ClickHouseRaw raw = new ClickHouseRaw(server)) {
                report.accept(new Pairs(quick ? 3 : 9)
                        .compare("store.clickhouse.ingest", "rows/s", () -> bench.ours(store), () -> bench.raw(raw)));
            }
        } finally {
            deleteAll(folder);
        }
    }

    private double raw(RawTable table) throws Exception {
        long began = System.nanoTime();
        long number = 0;
        for (int i = 0; i < batches; i++) {
            table.begin();
            for (int row = 0; row < BATCH; row++) {
                table.row(
                        number,
                        BEGIN + number * 1_000,
                        symbols[(int) (number % SYMBOLS)],
                        price(number),
                        100 + number % 7,
                        100 + number % 5);
                number++;
            }
            table.commit();
        }
        return (double) batches * BATCH * 1e9 / (System.nanoTime() - began);
    }

    private static void measure(boolean quick, Consumer<Figure> report) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("benchmarks/target"), "store");
        StorageBench bench = new StorageBench(folder, quick ? 100 : 200);
        String url = "jdbc:duckdb:" + folder.resolve("raw.duckdb");
        try (MarketStore store =
                        MarketStores.named("duckdb").open(StoreOptions.in(folder.resolve("ours"), MEMORY, false));
                DuckDBConnection raw =
                        DriverManager.getConnection(url, settings()).unwrap(DuckDBConnection.class)) {
            try (Statement statement = raw.createStatement()) {
                statement.execute(
                        "CREATE TABLE quotes (came BIGINT, time BIGINT, venue VARCHAR, symbol VARCHAR, currency"
                                + " VARCHAR, source INTEGER, sequence BIGINT, bid BIGINT, bid_scale TINYINT, bid_size"
                                + " BIGINT, bid_size_scale TINYINT, ask BIGINT, ask_scale TINYINT, ask_size BIGINT,"
                                + " ask_size_scale TINYINT)");
            }
            raw.setAutoCommit(false);
            report.accept(new Pairs(quick ? 3 : 9)
                    .compare("store.duckdb.ingest", "rows/s", () -> bench.ours(store), () -> bench.raw(raw)));
        } finally {
            deleteAll(folder);
        }
    }

    static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(StorageBench::delete);
        }
    }

    private static Properties settings() {
        Properties properties = new Properties();
        properties.setProperty("threads", "1");
        properties.setProperty("memory_limit", MEMORY / 1024 + "KiB");
        return properties;
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException left) {
            System.err.println(file + " is left: " + left);
        }
    }

    /** Quotes whose prices move, in messages. */
    private void encode(int symbol, long number) {
        QuoteEncoder quote = new QuoteEncoder()
                .wrapAndApplyHeader(messages[symbol], 0, new MessageHeaderEncoder())
                .tsEvent(BEGIN + number * 1_000)
                .tsInit(BEGIN + number * 1_000)
                .symbol(symbols[symbol])
                .venue("XNAS")
                .currency("USD");
        quote.bidPrice().mantissa(price(number)).scale((byte) 2);
        quote.bidSize().mantissa(100 + number % 7).scale((byte) 0);
        quote.askPrice().mantissa(price(number) + 1).scale((byte) 2);
        quote.askSize().mantissa(100 + number % 5).scale((byte) 0);
    }

    private static long price(long number) {
        return 10_000 + number * 7_919 % 1_000;
    }

    private double ours(MarketStore store) {
        RowDecoder decoder = new RowDecoder();
        RowBatch batch = new RowBatch();
        long busyNs = 0;
        long number = 0;
        for (int i = 0; i < batches; i++) {
            for (int done = 0; done < BATCH; ) {
                int count = Math.min(SYMBOLS, BATCH - done);
                for (int symbol = 0; symbol < count; symbol++) {
                    encode(symbol, number + symbol);
                }
                long began = System.nanoTime();
                for (int symbol = 0; symbol < count; symbol++) {
                    UnsafeBuffer message = messages[symbol];
                    decoder.decode(message, 0, message.capacity(), batch.next(DataKind.QUOTE));
                    batch.accept(DataKind.QUOTE, 7, ++number);
                }
                busyNs += System.nanoTime() - began;
                done += count;
            }
            long began = System.nanoTime();
            store.append(batch);
            batch.clear();
            busyNs += System.nanoTime() - began;
        }
        return (double) batches * BATCH * 1e9 / busyNs;
    }

    private double raw(DuckDBConnection connection) throws SQLException {
        long began = System.nanoTime();
        long number = 0;
        for (int i = 0; i < batches; i++) {
            try (DuckDBAppender appender = connection.createAppender("quotes")) {
                for (int row = 0; row < BATCH; row++) {
                    long price = price(number);
                    appender.beginRow()
                            .append(number)
                            .append(BEGIN + number * 1_000)
                            .append("XNAS")
                            .append(symbols[(int) (number % SYMBOLS)])
                            .append("USD")
                            .append(7)
                            .append(number)
                            .append(price)
                            .append((byte) 2)
                            .append(100 + number % 7)
                            .append((byte) 0)
                            .append(price + 1)
                            .append((byte) 2)
                            .append(100 + number % 5)
                            .append((byte) 0)
                            .endRow();
                    number++;
                }
            }
            connection.commit();
        }
        return (double) batches * BATCH * 1e9 / (System.nanoTime() - began);
    }
}
