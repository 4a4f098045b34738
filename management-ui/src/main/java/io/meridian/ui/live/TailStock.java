package io.meridian.ui.live;

import io.meridian.ui.message.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The newest messages. Of one topic at most ten are shown within any second: of what is too much the latest is shown when it may be. More than that of one
 * topic does not wait either, so that a topic with much pushes none with little out.
 */
final class TailStock implements Stock {
    static final int MOST_OF_A_TOPIC = 10;

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int SWEEP_ABOVE = 1_000;

    private final int limit;
    private final Map<Long, Row> waiting = new LinkedHashMap<>();
    private final Map<String, Deque<Long>> ofTopic = new HashMap<>();
    private final Map<String, Row> held = new LinkedHashMap<>();
    private final Map<String, Shown> shown = new HashMap<>();
    private long added;
    private long dropped;

    /** When the last ones of a topic were shown. */
    private static final class Shown {
        private final long[] at = new long[MOST_OF_A_TOPIC];
        private int count;

        int room(long nowNs) {
            int recent = 0;
            for (int i = Math.max(0, count - MOST_OF_A_TOPIC); i < count; i++) {
                if (nowNs - at[i % MOST_OF_A_TOPIC] < SECOND_NS) {
                    recent++;
                }
            }
            return MOST_OF_A_TOPIC - recent;
        }

        void note(long nowNs) {
            at[count % MOST_OF_A_TOPIC] = nowNs;
            // Never above twice the ring, so that it never overflows.
            count = count + 1 == 2 * MOST_OF_A_TOPIC ? MOST_OF_A_TOPIC : count + 1;
        }
    }

    /** @param limit how many may wait */
    TailStock(int limit) {
        this.limit = limit;
    }

    @Override
    public void add(Row row) {
        Deque<Long> same = ofTopic.computeIfAbsent(row.topic(), topic -> new ArrayDeque<>());
        if (same.size() == MOST_OF_A_TOPIC) {
            waiting.remove(same.remove());
            dropped++;
        } else if (waiting.size() == limit) {
            Map.Entry<Long, Row> oldest = waiting.entrySet().iterator().next();
            waiting.remove(oldest.getKey());
            ofTopic.get(oldest.getValue().topic()).remove();
            dropped++;
        }
        waiting.put(++added, row);
        same.add(added);
    }

    @Override
    public List<Entry> take(long nowNs, int most) {
        List<Row> all = new ArrayList<>(held.values());
        all.addAll(waiting.values());
        held.clear();
        waiting.clear();
        ofTopic.clear();
        Map<String, Integer> room = new HashMap<>();
        List<Entry> taken = new ArrayList<>();
        int bytes = 0;
        // From the newest back: what there is room for is the latest of each topic.
        for (int i = all.size() - 1; i >= 0; i--) {
            Row row = all.get(i);
            boolean isNewest = !room.containsKey(row.topic());
            int left = room.computeIfAbsent(
                    row.topic(),
                    topic -> shown.computeIfAbsent(topic, any -> new Shown()).room(nowNs));
            if (left > 0 && taken.size() < most && bytes < MOST_BYTES) {
                room.put(row.topic(), left - 1);
                bytes += row.roughBytes();
                taken.add(new Entry(null, row));
            } else if (isNewest && held.size() < limit) {
                held.put(row.topic(), row);
            } else {
                dropped++;
            }
        }
        Collections.reverse(taken);
        taken.forEach(entry -> shown.get(entry.row().topic()).note(nowNs));
        if (shown.size() > SWEEP_ABOVE) {
            shown.values().removeIf(each -> each.room(nowNs) == MOST_OF_A_TOPIC);
        }
        return taken;
    }

    @Override
    public long dropped() {
        return dropped;
    }

    @Override
    public void clear() {
        dropped += waiting.size() + held.size();
        waiting.clear();
        ofTopic.clear();
        held.clear();
    }

    @Override
    public boolean isFull() {
        return waiting.size() >= limit;
    }
}
