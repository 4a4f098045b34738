package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.setting.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.TopicConfig;

/** The settings Kafka topics are created with. */
final class TopicSettings {
    private static final long SMALLEST_SEGMENT = 4L << 20;
    private static final long LARGEST_FAST_SEGMENT = 128L << 20;

    private final Map<String, String> fast = new HashMap<>();
    private final Map<String, String> durable = new HashMap<>();

    TopicSettings(Settings settings) {
        long maxMessage = settings.get(KafkaSettings.MAX_MESSAGE);
        for (Map<String, String> topic : List.of(fast, durable)) {
            topic.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            // A batch has a little more than its one record.
            topic.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(Math.max(1 << 20, maxMessage) + 1024));
            // The time of a record is the envelope's, from the publisher's own clock.
            topic.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
            topic.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
        }
        Duration retention = settings.get(KafkaSettings.FAST_RETENTION);
        long bytes = settings.get(KafkaSettings.FAST_RETENTION_BYTES);
        fast.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
        fast.put(TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(bytes));
        // Only whole segments are dropped, so a segment is a fraction of what is kept.
        fast.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Math.max(10_000, retention.toMillis() / 4)));
        fast.put(
                TopicConfig.SEGMENT_BYTES_CONFIG,
                Long.toString(Math.clamp(bytes / 8, SMALLEST_SEGMENT, LARGEST_FAST_SEGMENT)));
        String keep = settings.find(KafkaSettings.DURABLE_RETENTION)
                .map(time -> Long.toString(time.toMillis()))
                .orElse("-1");
        durable.put(TopicConfig.RETENTION_MS_CONFIG, keep);
        durable.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        durable.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
        boolean replicated = settings.get(KafkaSettings.REPLICATION) >= 3;
        durable.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicated ? "2" : "1");
    }

    Map<String, String> of(Profile profile) {
        return profile == Profile.FAST ? fast : durable;
    }

    /** For the topic that notes about named subscriptions hang on. Nothing is ever written to it. */
    Map<String, String> notes() {
        return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    /** What of an existing topic breaks a promise, each as {@code key=wanted (it has actual)}. */
    List<String> differences(Profile profile, UnaryOperator<String> actual) {
        List<String> wrong = new ArrayList<>();
        atLeast(wrong, profile, actual, TopicConfig.RETENTION_MS_CONFIG);
        atLeast(wrong, profile, actual, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        if (profile == Profile.DURABLE) {
            atLeast(wrong, profile, actual, TopicConfig.RETENTION_BYTES_CONFIG);
            atLeast(wrong, profile, actual, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
        }
        String cleanup = actual.apply(TopicConfig.CLEANUP_POLICY_CONFIG);
        if (cleanup != null && !cleanup.equals(TopicConfig.CLEANUP_POLICY_DELETE)) {
            wrong.add(TopicConfig.CLEANUP_POLICY_CONFIG + "=" + TopicConfig.CLEANUP_POLICY_DELETE + " (it has "
                    + cleanup + ", which removes messages that another of the same topic follows)");
        }
        return wrong;
    }

    private void atLeast(List<String> wrong, Profile profile, UnaryOperator<String> actual, String key) {
        String wanted = of(profile).get(key);
        String found = actual.apply(key);
        if (found != null && unlimited(Long.parseLong(found)) < unlimited(Long.parseLong(wanted))) {
            wrong.add(key + "=" + wanted + " (it has " + found + ")");
        }
    }

    private static long unlimited(long value) {
        return value < 0 ? Long.MAX_VALUE : value;
    }
}
