package io.meridian.ui.live;

import io.meridian.ui.message.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The latest of each thing that messages tell of. */
final class LatestStock implements Stock {
    private static final int MOST_THINGS = 10_000;

    private final Function<Row, String> keyOf;
    private final Map<String, Row> waiting = new LinkedHashMap<>();
    private long dropped;

    /** @param keyOf what a message is about */
    LatestStock(Function<Row, String> keyOf) {
        this.keyOf = keyOf;
    }

    @Override
    public void add(Row row) {
        String key = keyOf.apply(row);
        if (waiting.put(key, row) != null) {
            dropped++;
        } else if (waiting.size() > MOST_THINGS) {
            waiting.remove(waiting.keySet().iterator().next());
            dropped++;
        }
    }

    @Override
    public List<Entry> take(long nowNs, int most) {
        List<Entry> taken = new ArrayList<>();
        int bytes = 0;
        for (Map.Entry<String, Row> each : waiting.entrySet()) {
            if (taken.size() == most || bytes >= MOST_BYTES) {
                break;
            }
            bytes += each.getValue().roughBytes();
            taken.add(new Entry(each.getKey(), each.getValue()));
        }
        taken.forEach(entry -> waiting.remove(entry.key()));
        return taken;
    }

    @Override
    public long dropped() {
        return dropped;
    }

    @Override
    public void clear() {
        dropped += waiting.size();
        waiting.clear();
    }

    @Override
    public boolean isFull() {
        return false;
    }
}
