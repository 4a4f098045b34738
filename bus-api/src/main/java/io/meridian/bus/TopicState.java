package io.meridian.bus;

import io.meridian.bus.topic.Topic;
import org.agrona.collections.Int2ObjectHashMap;

/** What a subscription remembers of one topic: whether it is wanted, and how far each source has counted. */
final class TopicState {
    /** Stands for every topic the pattern does not match. */
    static final TopicState UNWANTED = new TopicState(null);

    final Topic topic;
    private final Int2ObjectHashMap<Counter> counters;
    private Counter latest;

    private static final class Counter {
        final int source;
        long sequence;

        Counter(int source) {
            this.source = source;
        }
    }

    TopicState(Topic topic) {
        this.topic = topic;
        counters = topic == null ? null : new Int2ObjectHashMap<>();
    }

    /**
     * Takes note of a message.
     *
     * @return how many are missing before it when positive, 0 when it is the next one (or the first from its source), -1
     *     when it was seen before
     */
    long observe(int source, long sequence) {
        Counter counter = latest;
        if (counter == null || counter.source != source) {
            counter = counters.get(source);
            if (counter == null) {
                counter = new Counter(source);
                counter.sequence = sequence - 1;
                counters.put(source, counter);
            }
            latest = counter;
        }
        long missing = sequence - counter.sequence - 1;
        if (missing < 0) {
            return -1;
        }
        counter.sequence = sequence;
        return missing;
    }
}
