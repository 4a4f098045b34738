package io.meridian.bus;

import io.meridian.bus.topic.Topic;
import org.agrona.collections.Int2ObjectHashMap;

/** What a subscription remembers of one topic: whether it is wanted, and how far each source has counted. */
final class TopicState {
    /** Stands for every topic the pattern does not match. */
    static final TopicState UNWANTED = new TopicState(null);

    final Topic topic;
    private final Int2ObjectHashMap<SequenceCounter> counters;
    private SequenceCounter latest;

    TopicState(Topic topic) {
        this.topic = topic;
        counters = topic == null ? null : new Int2ObjectHashMap<>();
    }

    /** Takes note of a message; see {@link SequenceCounter#observe}. The first from its source counts as the next one. */
    long observe(int source, long sequence) {
        SequenceCounter counter = latest;
        if (counter == null || counter.source != source) {
            counter = counters.get(source);
            if (counter == null) {
                counter = new SequenceCounter(source, sequence);
                counters.put(source, counter);
            }
            latest = counter;
        }
        return counter.observe(sequence);
    }
}
