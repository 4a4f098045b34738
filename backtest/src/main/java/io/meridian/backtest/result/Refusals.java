package io.meridian.backtest.result;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Refused orders by reason. */
final class Refusals {
    /** A reason that names a price or an id is another each time: past this many they are counted together. */
    private static final int MOST_CODES = 1_000;

    private static final String OTHERS = "(other reasons)";

    private final Map<String, Entry> byCode = new LinkedHashMap<>();
    private long count;

    private static final class Entry {
        final long firstNs;
        final String sentence;
        long count;

        Entry(long firstNs, String sentence) {
            this.firstNs = firstNs;
            this.sentence = sentence;
        }
    }

    void add(long timeNs, String code, String sentence) {
        count++;
        String key = byCode.size() < MOST_CODES || byCode.containsKey(code) ? code : OTHERS;
        byCode.computeIfAbsent(key, _ -> new Entry(timeNs, sentence)).count++;
    }

    long count() {
        return count;
    }

    List<BacktestResult.Refusal> byCount() {
        return byCode.entrySet().stream()
                .map(each -> new BacktestResult.Refusal(
                        each.getKey(), each.getValue().count, each.getValue().firstNs, each.getValue().sentence))
                .sorted(Comparator.comparingLong(BacktestResult.Refusal::count).reversed())
                .toList();
    }
}
