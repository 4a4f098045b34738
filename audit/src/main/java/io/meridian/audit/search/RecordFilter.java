package io.meridian.audit.search;

import io.meridian.audit.log.RecordView;
import io.meridian.audit.record.RecordedMessage;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which records are wanted. Reused; for one thread.
 *
 * @param fromNs recorded at this time or later
 * @param toNs recorded before this time
 * @param kind 0: any
 * @param topic null: any, and notes too
 * @param source null: any
 * @param traces of 32 digits each; null: any
 */
public record RecordFilter(long fromNs, long toNs, byte kind, Topics topic, Integer source, Set<String> traces) {
    /** Everything. */
    public static final RecordFilter ALL = new RecordFilter(Long.MIN_VALUE, Long.MAX_VALUE, (byte) 0, null, null, null);

    /** Matches each name once. */
    public static final class Topics {
        private final TopicPattern pattern;
        private final Map<String, Boolean> known = new HashMap<>();

        public Topics(String pattern) {
            this.pattern = TopicPattern.of(pattern);
        }

        boolean has(String topic) {
            return known.computeIfAbsent(topic, this::matches);
        }

        private boolean matches(String topic) {
            try {
                return pattern.matches(Topic.of(topic));
            } catch (IllegalArgumentException damaged) {
                return false;
            }
        }
    }

    /** @param message null: it is a note */
    boolean wants(RecordView record, RecordedMessage message) {
        if (record.timeNs() < fromNs || record.timeNs() >= toNs || kind != 0 && record.kind() != kind) {
            return false;
        }
        if (message == null) {
            return topic == null && source == null && traces == null;
        }
        return (source == null || source == message.envelope().source())
                && (topic == null || topic.has(message.topic()))
                && (traces == null || traces.contains(message.trace()));
    }
}
