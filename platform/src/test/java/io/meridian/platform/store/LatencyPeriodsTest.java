package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.storage.trading.LatencyHistogram;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LatencyPeriodsTest {
    private static TradingRow report(long toNs, String instance, String buckets) {
        return new TradingRow(
                TradingTable.LATENCY,
                0,
                "",
                "",
                0,
                0,
                Arrays.asList(
                        LatencyPeriods.values(toNs - 10, toNs, instance, "t", 1_000, LatencyHistogram.of(buckets))));
    }

    @Test
    void shouldFindPercentilesOfAllMessagesOfAPeriodAndNotOfItsReports() {
        // Most reports are of one slow message, one is of a thousand quick ones: an average of percentiles would be
        // slow.
        List<TradingRow> periods = LatencyPeriods.of(
                List.of(
                        report(10, "a", "0-100:1000"),
                        report(20, "a", "5000-6000:1"),
                        report(30, "b", "0-100:2"),
                        report(100, "a", "5000-6000:1"),
                        report(110, "a", "5000-6000:1")),
                100);
        assertEquals(3, periods.size());
        TradingRow first = periods.getFirst();
        assertEquals(
                "[100, 100, a, t, 0, 1002, 3000, 50, 95, 99, 0-100:1000,5000-6000:2]",
                first.values().toString());
        assertEquals("b", periods.get(1).text("instance"));
        assertEquals(
                "[200, 200, a, t, 100, 1, 1000, 5500, 5950, 5990, 5000-6000:1]",
                periods.getLast().values().toString());
    }
}
