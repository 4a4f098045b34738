package io.meridian.platform.store;

import io.meridian.storage.trading.LatencyHistogram;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Latencies of longer times than those of single reports: histograms are added, percentiles found anew. */
final class LatencyPeriods {
    private LatencyPeriods() {}

    /** The values of a row of latencies. */
    static Object[] values(
            long fromNs, long toNs, String instance, String topic, long totalNs, LatencyHistogram histogram) {
        return new Object[] {
            toNs,
            toNs,
            instance,
            topic,
            fromNs,
            histogram.count(),
            totalNs,
            histogram.percentileNs(0.5),
            histogram.percentileNs(0.95),
            histogram.percentileNs(0.99),
            histogram.toString()
        };
    }

    /** Of one instance and topic, in one period. */
    private record Key(long beginNs, String instance, String topic) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparingLong(Key::beginNs)
                .thenComparing(Key::instance)
                .thenComparing(Key::topic);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private static final class Sum {
        private final LatencyHistogram histogram = new LatencyHistogram();
        private long totalNs;
    }

    /** A report counts in the period that it ends in. @return by time, then instance and topic */
    static List<TradingRow> of(List<TradingRow> reports, long periodNs) {
        Map<Key, Sum> sums = new TreeMap<>();
        for (TradingRow report : reports) {
            long beginNs = Math.floorDiv(report.number("made") - 1, periodNs) * periodNs;
            Sum sum = sums.computeIfAbsent(
                    new Key(beginNs, report.text("instance"), report.text("topic")), key -> new Sum());
            sum.histogram.add(LatencyHistogram.of(report.text("buckets")));
            sum.totalNs += report.number("total");
        }
        List<TradingRow> periods = new ArrayList<>();
        sums.forEach((key, sum) -> periods.add(new TradingRow(
                TradingTable.LATENCY,
                0,
                "",
                "",
                0,
                0,
                Arrays.asList(values(
                        key.beginNs(),
                        key.beginNs() + periodNs,
                        key.instance(),
                        key.topic(),
                        sum.totalNs,
                        sum.histogram)))));
        return periods;
    }
}
