package io.meridian.bus.kafka;

import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.nio.ByteBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Decides by a record's key whether a subscription wants it: once a topic, after that one look into a table. Kafka's client
 * calls it in place of making a key of its own, so a record that is not wanted costs no string and no copy. Of bounded size.
 */
final class KeyFilter implements Deserializer<KeyFilter.Key> {
    /** What is known of one key. */
    static final class Key {
        /** Null when the key is not a topic. */
        final Topic topic;

        final boolean wanted;

        Key(Topic topic, boolean wanted) {
            this.topic = topic;
            this.wanted = wanted;
        }
    }

    /** A record of somebody else's: its key is no topic. */
    static final Key FOREIGN = new Key(null, false);

    private static final int MOST_KEYS = 1 << 17;

    private final TopicPattern pattern;
    private final Long2ObjectHashMap<Key> byHash = new Long2ObjectHashMap<>();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    KeyFilter(TopicPattern pattern) {
        this.pattern = pattern;
    }

    @Override
    public Key deserialize(String kafkaTopic, Headers headers, ByteBuffer key) {
        int length = key.remaining();
        view.wrap(key, key.position(), length);
        long hash = Topic.hash(view, 0, length);
        Key known = byHash.get(hash);
        if (known != null && (known.topic == null || known.topic.isNamed(view, 0, length))) {
            return known;
        }
        return decide(hash, length, known != null);
    }

    @Override
    public Key deserialize(String kafkaTopic, byte[] key) {
        return key == null ? FOREIGN : deserialize(kafkaTopic, null, ByteBuffer.wrap(key));
    }

    private Key decide(long hash, int length, boolean collides) {
        Key decided;
        try {
            Topic topic = Topic.of(view, 0, length);
            decided = new Key(topic, pattern.matches(topic));
        } catch (IllegalArgumentException e) {
            return FOREIGN;
        }
        if (!collides) {
            if (byHash.size() >= MOST_KEYS) {
                byHash.clear();
            }
            byHash.put(hash, decided);
        }
        return decided;
    }
}
