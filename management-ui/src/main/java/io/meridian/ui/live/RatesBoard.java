package io.meridian.ui.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meridian.bus.Message;
import io.meridian.bus.topic.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many messages come on each topic, counted one by one. One thread counts, another reads once a second. */
final class RatesBoard {
    private static final int MOST_TOLD = 1_000;
    private static final int MOST_TOPICS = 100_000;

    private final Map<Topic, Count> counts = new ConcurrentHashMap<>();
    private final Count others = new Count("(others)");
    private String text;
    private long version;
    private long readNs;

    private static final class Count {
        private final String topic;
        private volatile long total;
        private volatile long lastNs;
        private long read;
        private double perSecond;

        Count(String topic) {
            this.topic = topic;
        }

        @SuppressWarnings("NonAtomicOperationOnVolatileField") // One thread writes.
        void add(long publishedNs) {
            lastNs = publishedNs;
            total = total + 1;
        }

        void read(double seconds) {
            long now = total;
            perSecond = (now - read) / seconds;
            read = now;
        }

        double perSecond() {
            return perSecond;
        }
    }

    void add(Message message) {
        Count count = counts.get(message.topic());
        if (count == null) {
            if (counts.size() >= MOST_TOPICS) {
                count = others;
            } else {
                count = new Count(message.topic().name());
                counts.put(message.topic(), count);
            }
        }
        count.add(message.publishTime());
    }

    /** Reads the counts. @param epochNs the time to be told */
    void read(long nowNs, long epochNs) {
        if (readNs == 0) {
            readNs = nowNs;
            return;
        }
        double seconds = (nowNs - readNs) / 1e9;
        readNs = nowNs;
        List<Count> all = new ArrayList<>(counts.values());
        if (others.total > 0) {
            all.add(others);
        }
        all.forEach(count -> count.read(seconds));
        all.sort(Comparator.comparingDouble(Count::perSecond).reversed().thenComparing(count -> count.topic));
        ObjectNode told =
                JsonNodeFactory.instance.objectNode().put("type", "rates").put("at", Long.toString(epochNs));
        ArrayNode topics = told.putArray("topics");
        for (Count count : all.subList(0, Math.min(MOST_TOLD, all.size()))) {
            topics.addObject()
                    .put("topic", count.topic)
                    .put("perSecond", Math.round(count.perSecond * 10) / 10.0)
                    .put("total", count.read)
                    .put("lastAt", Long.toString(count.lastNs));
        }
        told.put("more", Math.max(0, all.size() - MOST_TOLD));
        text = told.toString().substring(1);
        version++;
    }

    /** Of what was read last. */
    long version() {
        return version;
    }

    /** What was read last, for this stream. */
    String text(long id) {
        return "{\"id\":" + id + "," + text;
    }
}
