package io.meridian.benchmarks;

import io.meridian.devservers.PostgresServer;
import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Selection;
import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStores;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.StoreServer;
import io.meridian.storage.market.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code ./bench.sh storage}: how long questions about market data take, beside SQL that is written by hand for the same tables and answers
 * the same. By hand the digits after the point are known, and no two rows have the same time: so it may do less.
 */
final class StoreReadBench {
    private static final int[] ROWS = {1_000_000, 10_000_000};
    private static final int SYMBOLS = 64;
    private static final long BEGIN = 1_769_783_400_000_000_000L;
    /** A row each: a million of them are five hours and a half. */
    private static final long APART_NS = 20_000_000;

    private static final long MINUTE = 60_000_000_000L;
    private static final long MEMORY = 512L << 20;
    private static final String SYMBOL = "SYM7";
    private static final Page ALL = new Page(10_000_000, Duration.ofMinutes(10));
    private static final Page HUNDRED = new Page(100, Duration.ofMinutes(10));

    /** What is written by hand for an engine. */
    private record Hand(String numbers, String bars, String quotes) {
        private static final String BARS = "SELECT time / 60000000000 AS b, symbol, venue, %s, max(price), min(price),"
                + " sum(size) FROM trades %s GROUP BY b, symbol, venue ORDER BY b DESC, symbol, venue";

        private static final Hand DUCKDB = new Hand(
                "range(%d) t(i)",
                BARS.replace("time /", "time //").formatted("arg_min(price, time), arg_max(price, time)", "%s"),
                "SELECT symbol, venue, max(time), arg_max(bid, time), arg_max(bid_size, time), arg_max(ask, time),"
                        + " arg_max(ask_size, time) FROM quotes WHERE time <= %d GROUP BY symbol, venue");

        private static final Hand TIMESCALE = new Hand(
                "generate_series(0::BIGINT, %d - 1) t(i)",
                BARS.formatted("first(price, time), last(price, time)", "%s"),
                "SELECT DISTINCT ON (symbol, venue) symbol, venue, time, bid, bid_size, ask, ask_size FROM quotes"
                        + " WHERE time <= %d ORDER BY symbol, venue, time DESC");
    }

    private final String name;
    private final Hand hand;
    private final MarketStore store;
    private final Connection raw;
    private final Pairs pairs;
    private final Consumer<Figure> report;

    private StoreReadBench(
            String name, Hand hand, MarketStore store, Connection raw, Pairs pairs, Consumer<Figure> report) {
        this.name = name;
        this.hand = hand;
        this.store = store;
        this.raw = raw;
        this.pairs = pairs;
        this.report = report;
    }

    static void duckdb(boolean quick, Consumer<Figure> report) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("benchmarks/target"), "store");
        Properties same = new Properties();
        same.setProperty("threads", "1");
        same.setProperty("memory_limit", MEMORY / 1024 + "KiB");
        same.setProperty("autoload_known_extensions", "false");
        same.setProperty("autoinstall_known_extensions", "false");
        try (MarketStore store = MarketStores.named("duckdb").open(StoreOptions.in(folder, MEMORY, false));
                Connection raw = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("market.duckdb"), same)) {
            new StoreReadBench("duckdb", Hand.DUCKDB, store, raw, new Pairs(quick ? 3 : 5), report).measure(quick);
        } finally {
            StorageBench.deleteAll(folder);
        }
    }

    static void timescale(boolean quick, Consumer<Figure> report) throws Exception {
        if (!PostgresServer.isInstalled()) {
            System.err.println("store.timescaledb: left out, as TimescaleDB is not installed; ./test.sh installs it");
            return;
        }
        Path folder = Files.createTempDirectory(Path.of("benchmarks/target"), "store");
        try (PostgresServer server = PostgresServer.in(folder.resolve("server")).start()) {
            StoreServer place = new StoreServer(server.url(), PostgresServer.NAME, PostgresServer.NAME);
            try (MarketStore store =
                            MarketStores.named("timescaledb").open(new StoreOptions(null, place, MEMORY, false));
                    Connection raw = DriverManager.getConnection(
                            "jdbc:" + server.url(), PostgresServer.NAME, PostgresServer.NAME)) {
                execute(raw, "SET search_path = meridian, public");
                new StoreReadBench("timescaledb", Hand.TIMESCALE, store, raw, new Pairs(quick ? 3 : 5), report)
                        .measure(quick);
            }
        } finally {
            StorageBench.deleteAll(folder);
        }
    }

    private void measure(boolean quick) throws Exception {
        for (int rows : ROWS) {
            if (quick && rows > ROWS[0]) {
                continue;
            }
            fill(rows);
            long middle = BEGIN + rows / 2 * APART_NS;
            compare(
                    "bars." + rows,
                    () -> store.market()
                            .bars(Selection.all(), MINUTE, null, ALL)
                            .size(),
                    hand.bars().formatted(""));
            compare(
                    "page." + rows,
                    () -> store.market()
                            .bars(Selection.all().of(Set.of(SYMBOL)), MINUTE, null, HUNDRED)
                            .size(),
                    hand.bars().formatted("WHERE symbol = '" + SYMBOL + "'") + " LIMIT " + HUNDRED.rows());
            compare(
                    "asof." + rows,
                    () -> store.market()
                            .last(DataKind.QUOTE, Selection.all().between(0, middle + 1), null, ALL)
                            .size(),
                    hand.quotes().formatted(middle));
        }
    }

    private void fill(int rows) throws SQLException {
        String all = hand.numbers().formatted(rows);
        String head = "SELECT i, " + BEGIN + " + i * " + APART_NS + ", 'XNAS', 'SYM' || (i % " + SYMBOLS
                + "), 'USD', 7, i + 1, ";
        String columns = " (came, time, venue, symbol, currency, source, sequence, ";
        execute(raw, "DELETE FROM trades");
        execute(raw, "DELETE FROM quotes");
        execute(
                raw,
                "INSERT INTO trades" + columns + "id, price, price_scale, size, size_scale) " + head
                        + "'', 10000 + i * 7919 % 1000, 2, 100 + i % 7, 0 FROM " + all);
        execute(
                raw,
                "INSERT INTO quotes" + columns
                        + "bid, bid_scale, bid_size, bid_size_scale, ask, ask_scale, ask_size, ask_size_scale) " + head
                        + "10000 + i * 7919 % 1000, 2, 100, 0, 10001 + i * 7919 % 1000, 2, 100, 0 FROM " + all);
        execute(raw, "ANALYZE");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How many it found. */
    private interface Question {
        int ask();
    }

    private void compare(String what, Question ours, String byHand) throws Exception {
        int[] found = new int[2];
        Figure figure = pairs.compare(
                "store." + name + "." + what,
                "ms",
                () -> {
                    long began = System.nanoTime();
                    found[0] = ours.ask();
                    return (System.nanoTime() - began) / 1e6;
                },
                () -> {
                    long began = System.nanoTime();
                    found[1] = read(byHand);
                    return (System.nanoTime() - began) / 1e6;
                });
        if (found[0] != found[1]) {
            throw new IllegalStateException(what + ": ours=" + found[0] + " raw=" + found[1] + " rows");
        }
        report.accept(figure);
    }

    private int read(String sql) throws SQLException {
        int rows = 0;
        try (Statement statement = raw.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows++;
            }
        }
        return rows;
    }
}
