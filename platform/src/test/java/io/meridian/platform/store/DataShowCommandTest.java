package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.platform.Meridian;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.MarketStore;
import io.meridian.storage.MarketStores;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.trading.Column;
import io.meridian.storage.trading.LatencyHistogram;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of trading in a store that no service has open. */
final class DataShowCommandTest {
    private static final long NOON = Instant.parse("2026-01-27T12:00:00Z").getEpochSecond() * 1_000_000_000L;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int ids;

    private int data(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("data"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--dir", folder.resolve("store").toString()));
        return Meridian.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private TradingRow row(TradingTable table, long madeNs, Map<String, Object> values) {
        List<Object> all = new ArrayList<>();
        for (Column column : table.columns()) {
            Object absent = switch (column.type()) {
                case TEXT -> "";
                case TIME -> madeNs;
                case NUMBER -> 0L;
                case DECIMAL -> null;
            };
            all.add(values.getOrDefault(column.name(), absent));
        }
        return new TradingRow(table, 0, "id" + ++ids, "abc", 1, ids, all);
    }

    private void store(TradingRow... rows) {
        try (MarketStore store =
                MarketStores.named("duckdb").open(StoreOptions.in(folder.resolve("store"), 64L << 20, false))) {
            store.trading().append(List.of(rows));
        }
    }

    private TradingRow position(long madeNs, String symbol, String quantity) {
        return row(
                TradingTable.POSITIONS,
                madeNs,
                Map.of(
                        "portfolio",
                        "alpha",
                        "view",
                        "TRADE_DATE",
                        "symbol",
                        symbol,
                        "quantity",
                        Decimal.parse(quantity)));
    }

    @Test
    void shouldShowHowThingsStoodAtATime() {
        store(position(NOON, "AAPL", "10.50"), position(NOON + 1, "AAPL", "20"), position(NOON + 2, "MSFT", "-3"));
        assertEquals(0, data("show", "positions", "--as-of", "2026-01-27T12:00:00Z"), err::toString);
        assertTrue(out.toString().contains("10.50") && !out.toString().contains("MSFT"), out::toString);
        assertEquals(0, data("show", "positions", "--as-of", "now", "--json"), err::toString);
        assertEquals(2, out.toString().lines().count(), out::toString);
        assertTrue(
                out.toString().contains("\"quantity\":\"20\"") && out.toString().contains("\"quantity\":\"-3\""));
        assertEquals(0, data("show", "positions", "--symbol", "AAPL"), err::toString);
        assertEquals(3, out.toString().lines().count(), "a line of heads, and all that was told of it: " + out);
        assertEquals(0, data("status"), err::toString);
        assertTrue(out.toString().contains("3 positions, 0 cash"), out::toString);
        assertEquals(0, data("status", "--json"), err::toString);
        assertTrue(out.toString().contains("\"positions\":3"), out::toString);
    }

    @Test
    void shouldLeaveOutTheNextDayWhenAsOfIsADate() {
        long midnight = NOON + 12 * 3_600_000_000_000L;
        store(position(midnight - 1, "AAPL", "10"), position(midnight, "AAPL", "20"));
        assertEquals(0, data("show", "positions", "--as-of", "2026-01-27", "--json"), err::toString);
        assertTrue(out.toString().contains("\"quantity\":\"10\""), out::toString);
        assertEquals(0, data("show", "positions", "--as-of", "2026-01-28T00:00:00Z", "--json"), err::toString);
        assertTrue(out.toString().contains("\"quantity\":\"20\""), out::toString);
    }

    @Test
    void shouldShowTheLatestLastAndAsManyAsAskedFor() {
        List<TradingRow> fills = new ArrayList<>();
        for (int i = 1; i <= 250; i++) {
            fills.add(row(TradingTable.FILLS, NOON + i, Map.of("portfolio", "alpha", "trade_id", "t" + i)));
        }
        store(fills.toArray(TradingRow[]::new));
        assertEquals(0, data("show", "fills", "--last", "2", "--json"), err::toString);
        List<String> lines = out.toString().lines().toList();
        assertTrue(lines.getFirst().contains("\"t249\"") && lines.getLast().contains("\"t250\""), lines::toString);
        assertEquals(2, lines.size());
        assertEquals(0, data("show", "fills", "--last", "0", "--json"), err::toString);
        assertEquals(250, out.toString().lines().distinct().count(), "in several pages");
    }

    @Test
    void shouldShowInsightsTargetsAndTelemetryOfOneModelOrInstance() {
        store(
                row(
                        TradingTable.INSIGHTS,
                        NOON,
                        Map.of(
                                "model",
                                "momo",
                                "symbol",
                                "AAPL",
                                "direction",
                                "UP",
                                "magnitude",
                                Decimal.parse("0.02"))),
                row(TradingTable.INSIGHTS, NOON, Map.of("model", "other", "symbol", "AAPL", "direction", "DOWN")),
                row(TradingTable.TARGETS, NOON, Map.of("portfolio", "alpha", "model", "momo", "symbol", "AAPL")),
                row(
                        TradingTable.TELEMETRY,
                        NOON,
                        Map.of("instance", "momo-1", "state", "READY", "attached", 1L, "uptime", 61_000_000_000L)),
                row(TradingTable.TELEMETRY, NOON + 1, Map.of("instance", "momo-1", "state", "DEGRADED")),
                row(TradingTable.TELEMETRY, NOON, Map.of("instance", "bor-1", "state", "READY")));
        assertEquals(0, data("show", "insights", "--model", "momo"), err::toString);
        assertTrue(out.toString().contains("0.02") && !out.toString().contains("other"), out::toString);
        assertEquals(0, data("show", "targets", "--portfolio", "alpha", "--json"), err::toString);
        assertTrue(out.toString().contains("\"model\":\"momo\""), out::toString);
        assertEquals(0, data("show", "telemetry", "--as-of", "2026-01-27T12:00:00Z"), err::toString);
        assertEquals(3, out.toString().lines().count(), out::toString);
        assertTrue(out.toString().contains("0:01:01") && !out.toString().contains("DEGRADED"), out::toString);
        assertEquals(0, data("show", "telemetry", "--instance", "momo-1", "--as-of", "now"), err::toString);
        assertTrue(out.toString().contains("DEGRADED") && !out.toString().contains("bor-1"), out::toString);
    }

    @Test
    void shouldShowLatenciesOfReportsAndOfLongerTimes() {
        List<TradingRow> reports = new ArrayList<>();
        for (int i = 1; i <= 240; i++) {
            long toNs = NOON + i * 10_000_000_000L;
            Object[] values = LatencyPeriods.values(
                    toNs - 10_000_000_000L, toNs, "momo-1", "t", 0, LatencyHistogram.of("1000-2000:10"));
            reports.add(new TradingRow(
                    TradingTable.LATENCY, 0, "latency" + i, "", 1, i, new ArrayList<>(Arrays.asList(values))));
        }
        store(reports.toArray(TradingRow[]::new));
        assertEquals(0, data("show", "latency", "--last", "3", "--json"), err::toString);
        assertEquals(3, out.toString().lines().count(), out::toString);
        assertTrue(out.toString().contains("\"messages\":10,"), out::toString);
        assertEquals(0, data("show", "latency", "--resolution", "1m", "--last", "0", "--json"), err::toString);
        assertEquals(40, out.toString().lines().count());
        assertTrue(out.toString().lines().allMatch(line -> line.contains("\"messages\":60,")), out::toString);
        assertEquals(0, data("show", "latency", "--resolution", "1h"), err::toString);
        assertEquals(2, out.toString().lines().count(), out::toString);
        assertTrue(out.toString().contains("2400") && out.toString().contains("1.50 µs"), out::toString);
    }

    @Test
    void shouldSayThatNothingIsStored() {
        store();
        assertEquals(0, data("show", "orders"), err::toString);
        assertEquals("None is stored.", out.toString().strip());
        assertEquals(0, data("show", "orders", "--as-of", "2026-01-27"), err::toString);
        assertEquals("None is stored of that time.", out.toString().strip());
        assertEquals(0, data("status"), err::toString);
        assertTrue(out.toString().contains("is empty"), out::toString);
    }

    @Test
    void shouldSayWhatIsWrongWithAQuestion() {
        refused("'nonsense'", "show", "nonsense");
        refused("--last=-1", "show", "fills", "--last", "-1");
        refused("--as-of is one time", "show", "fills", "--as-of", "now", "--to", "2026-01-27");
        refused("--symbol=AAPL: cash have none", "show", "cash", "--symbol", "AAPL");
        refused("--as-of", "show", "cash", "--as-of", "yesterday");
        refused("--portfolio=alpha: telemetry have none", "show", "telemetry", "--portfolio", "alpha");
        refused("--instance=a: fills have none", "show", "fills", "--instance", "a");
        refused("--resolution=1h: telemetry have none", "show", "telemetry", "--resolution", "1h");
        refused("latency are of a span", "show", "latency", "--resolution", "1h", "--as-of", "now");
    }

    private void refused(String saying, String... arguments) {
        assertEquals(2, data(arguments), out::toString);
        assertTrue(err.toString().contains(saying), err::toString);
        assertFalse(err.toString().contains("unexpected"), err::toString);
    }
}
