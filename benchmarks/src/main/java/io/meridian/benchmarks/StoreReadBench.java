package io.meridian.benchmarks;

import io.meridian.devservers.ClickHouseServer;
import io.meridian.devservers.PostgresServer;
import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import io.meridian.marketfiles.MarketRow;
import io.meridian.marketfiles.RowEncoder;
import io.meridian.marketfiles.Selection;
import io.meridian.plugin.contract.history.HistoryAnswer;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStores;
import io.meridian.storage.RowBatch;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.StoreServer;
import io.meridian.storage.market.Page;
import io.meridian.storage.market.PastPlace;
import io.meridian.storage.market.PastQuery;
import io.meridian.storage.market.PastRow;
import io.meridian.storage.market.TradeMinutes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.ExpandableArrayBuffer;

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
    private static final int PAST = 10_000;
    /** Bytes of a page, as the SDK asks for it. */
    private static final int ROOM = 60_000;

    private static final Page HUNDRED = new Page(100, Duration.ofMinutes(10));

    /** What is written by hand for an engine. */
    private record Hand(String numbers, String symbol, String empty, String analyze, String bars, String quotes) {
        private static final String BARS = "SELECT time / 60000000000 AS b, symbol, venue, %s, max(price), min(price),"
                + " sum(size) FROM trades %s GROUP BY b, symbol, venue ORDER BY b DESC, symbol, venue";

        private static final Hand DUCKDB = new Hand(
                "range(%d) t(i)",
                "'SYM' || (i % %d)",
                "DELETE FROM ",
                "ANALYZE",
                BARS.replace("time /", "time //").formatted("arg_min(price, time), arg_max(price, time)", "%s"),
                "SELECT symbol, venue, max(time), arg_max(bid, time), arg_max(bid_size, time), arg_max(ask, time),"
                        + " arg_max(ask_size, time) FROM quotes WHERE time <= %d GROUP BY symbol, venue");

        private static final Hand TIMESCALE = new Hand(
                "generate_series(0::BIGINT, %d - 1) t(i)",
                "'SYM' || (i % %d)",
                "DELETE FROM ",
                "ANALYZE",
                BARS.formatted("first(price, time), last(price, time)", "%s"),
                "SELECT DISTINCT ON (symbol, venue) symbol, venue, time, bid, bid_size, ask, ask_size FROM quotes"
                        + " WHERE time <= %d ORDER BY symbol, venue, time DESC");

        private static final Hand CLICKHOUSE = new Hand(
                "(SELECT toInt64(number) AS i FROM numbers(%d))",
                "concat('SYM', toString(i % %d))",
                "TRUNCATE TABLE ",
                "",
                BARS.replace("time / 60000000000", "intDiv(time, 60000000000)")
                        .formatted("argMin(price, time), argMax(price, time)", "%s"),
                "SELECT symbol, venue, max(time), argMax(bid, time), argMax(bid_size, time), argMax(ask, time),"
                        + " argMax(ask_size, time) FROM quotes WHERE time <= %d GROUP BY symbol, venue");
    }

    /** The database by its own means. */
    private interface Raw {
        void execute(String sql) throws Exception;

        /** @return how many rows there were */
        int read(String sql) throws Exception;
    }

    private record ByJdbc(Connection connection) implements Raw {
        @Override
        public void execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public int read(String sql) throws SQLException {
            int rows = 0;
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    rows++;
                }
            }
            return rows;
        }
    }

    private record ByHttp(ClickHouseServer server) implements Raw {
        @Override
        public void execute(String sql) {
            server.sql(ClickHouseServer.NAME, sql);
        }

        @Override
        public int read(String sql) {
            return (int) server.sql(ClickHouseServer.NAME, sql).lines().count();
        }
    }

    private final String name;
    private final Hand hand;
    private final MarketStore store;
    private final Raw raw;
    private final Pairs pairs;
    private final Consumer<Figure> report;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);

    private StoreReadBench(String name, Hand hand, MarketStore store, Raw raw, Pairs pairs, Consumer<Figure> report) {
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
            new StoreReadBench("duckdb", Hand.DUCKDB, store, new ByJdbc(raw), new Pairs(quick ? 3 : 5), report)
                    .measure(quick);
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
                Raw byHand = new ByJdbc(raw);
                byHand.execute("SET search_path = meridian, public");
                new StoreReadBench("timescaledb", Hand.TIMESCALE, store, byHand, new Pairs(quick ? 3 : 5), report)
                        .measure(quick);
            }
        } finally {
            StorageBench.deleteAll(folder);
        }
    }

    static void clickhouse(boolean quick, Consumer<Figure> report) throws Exception {
        if (!ClickHouseServer.isInstalled()) {
            System.err.println("store.clickhouse: left out, as its engine is not there; ./test.sh fetches it");
            return;
        }
        Path folder = Files.createTempDirectory(Path.of("benchmarks/target"), "store");
        try (ClickHouseServer server =
                ClickHouseServer.in(folder.resolve("server")).start()) {
            StoreServer place = new StoreServer(server.url(), ClickHouseServer.NAME, ClickHouseServer.NAME);
            try (MarketStore store =
                    MarketStores.named("clickhouse").open(new StoreOptions(null, place, MEMORY, false))) {
                Raw byHand = new ByHttp(server);
                new StoreReadBench("clickhouse", Hand.CLICKHOUSE, store, byHand, new Pairs(quick ? 3 : 5), report)
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
            if (sumUp(rows)) {
                compare(
                        "rolled." + rows,
                        () -> store.market()
                                .bars(Selection.all(), MINUTE, null, ALL)
                                .size(),
                        hand.bars().formatted(""));
            }
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
            compare(
                    "past." + rows,
                    this::past,
                    "SELECT time, bid, bid_size, ask, ask_size FROM quotes WHERE symbol = '" + SYMBOL
                            + "' ORDER BY time DESC LIMIT " + PAST);
        }
    }

    /**
     * Sums up all trades, as the service does when it has nothing else to do. A trade of each hour is added first, by which the store knows of the hours.
     *
     * @return whether this engine does
     */
    private boolean sumUp(int rows) {
        RowBatch batch = new RowBatch();
        for (long time = BEGIN; time < BEGIN + rows * APART_NS; time += TradeMinutes.HOUR_NS / 2) {
            MarketRow row = batch.next(DataKind.TRADE);
            row.begin(time + APART_NS * SYMBOLS, 0, "XNAS", "SYM0", "USD", "");
            row.set(Field.PRICE, new Decimal(10_000, 2));
            row.set(Field.SIZE, new Decimal(100, 0));
            batch.accept(DataKind.TRADE, 7, 1);
        }
        store.append(batch);
        long began = System.nanoTime();
        boolean does = false;
        while (store.rollUp(Duration.ZERO)) {
            does = true;
        }
        if (does) {
            double seconds = (System.nanoTime() - began) / 1e9;
            report.accept(new Figure(
                    "store." + name + ".rollup." + rows, "rows/s", rows / seconds, Double.NaN, Double.NaN, 1));
        }
        return does;
    }

    /** The last quotes of a symbol as a plugin reads them, page by page, each message written anew. */
    private int past() {
        PastQuery query = new PastQuery(DataKind.QUOTE, "XNAS", SYMBOL, 0, 0, 0, 0, Long.MAX_VALUE);
        MarketRow row = new MarketRow(DataKind.QUOTE);
        Page page = new Page(HistoryAnswer.fitting(ROOM, 1, RowEncoder.length(row)), ALL.time());
        RowEncoder encoder = new RowEncoder();
        PastPlace after = store.market().before(query, PAST, page);
        int found = 0;
        List<PastRow> rows;
        do {
            rows = store.market().past(query, after, page);
            for (PastRow each : rows) {
                row.begin(each.row().timeNs(), 0, "XNAS", SYMBOL, each.row().currency(), "");
                for (int i = 0; i < DataKind.QUOTE.fields().size(); i++) {
                    row.set(DataKind.QUOTE.fields().get(i), each.row().numbers().get(i));
                }
                encoder.encode(row, each.row().timeNs(), buffer, 0);
                after = each.place();
                found++;
            }
        } while (rows.size() == page.rows());
        return found;
    }

    private void fill(int rows) throws Exception {
        String all = hand.numbers().formatted(rows);
        String head = "SELECT i, " + BEGIN + " + i * " + APART_NS + ", 'XNAS', "
                + hand.symbol().replace("%d", Integer.toString(SYMBOLS)) + ", 'USD', 7, i + 1, ";
        String columns = " (came, time, venue, symbol, currency, source, sequence, ";
        raw.execute(hand.empty() + "trades");
        raw.execute(hand.empty() + "quotes");
        if (hand != Hand.DUCKDB) {
            raw.execute(hand.empty() + TradeMinutes.TABLE);
            raw.execute(hand.empty() + TradeMinutes.HOURS);
        }
        raw.execute("INSERT INTO trades" + columns + "id, price, price_scale, size, size_scale) " + head
                + "'', 10000 + i * 7919 % 1000, 2, 100 + i % 7, 0 FROM " + all);
        raw.execute("INSERT INTO quotes" + columns
                + "bid, bid_scale, bid_size, bid_size_scale, ask, ask_scale, ask_size, ask_size_scale) " + head
                + "10000 + i * 7919 % 1000, 2, 100, 0, 10001 + i * 7919 % 1000, 2, 100, 0 FROM " + all);
        if (!hand.analyze().isEmpty()) {
            raw.execute(hand.analyze());
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
                    found[1] = raw.read(byHand);
                    return (System.nanoTime() - began) / 1e6;
                });
        if (found[0] != found[1]) {
            throw new IllegalStateException(what + ": ours=" + found[0] + " raw=" + found[1] + " rows");
        }
        report.accept(figure);
    }
}
