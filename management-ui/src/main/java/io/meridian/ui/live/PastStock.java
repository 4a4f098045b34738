package io.meridian.ui.live;

import io.meridian.ui.message.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Messages of the past, all of them in their order: who reads them for it stops while it is full. */
final class PastStock implements Stock {
    private static final int MOST = 400;

    private final Deque<Row> waiting = new ArrayDeque<>();
    private long dropped;

    @Override
    public void add(Row row) {
        waiting.add(row);
    }

    @Override
    public List<Entry> take(long nowNs, int most) {
        List<Entry> taken = new ArrayList<>();
        int bytes = 0;
        while (!waiting.isEmpty() && taken.size() < most && bytes < MOST_BYTES) {
            bytes += waiting.peek().roughBytes();
            taken.add(new Entry(null, waiting.remove()));
        }
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
        return waiting.size() >= MOST;
    }
}
