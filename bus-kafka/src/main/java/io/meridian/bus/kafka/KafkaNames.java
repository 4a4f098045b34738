package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.Locale;
import java.util.regex.Pattern;

/** How names of the bus become names in Kafka: topics, groups, partitions. */
final class KafkaNames {
    /** Kafka's limit. */
    private static final int MAX_TOPIC_LENGTH = 249;

    private static final String HASHED = "long-";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final String prefix;
    private final int classSegments;

    KafkaNames(String deployment, int classSegments) {
        if (!PLAIN.matcher(deployment).matches()) {
            throw new IllegalArgumentException("deployment=" + deployment + " must be 1 to 64 of A-Z a-z 0-9 _ -");
        }
        prefix = "deployment." + deployment + ".";
        this.classSegments = classSegments;
    }

    /** What the Kafka topics of a profile begin with. */
    String prefix(Profile profile) {
        return prefix + profile.name().toLowerCase(Locale.ROOT) + ".";
    }

    /** The Kafka topic that carries {@code topic}. */
    String kafkaTopic(Topic topic, Profile profile) {
        int segments = Math.min(classSegments, topic.segments());
        StringBuilder name = new StringBuilder(prefix(profile));
        for (int i = 0; i < segments; i++) {
            name.append(i == 0 ? "" : ".").append(topic.segment(i));
        }
        if (name.length() > MAX_TOPIC_LENGTH) {
            String classOfTopic = name.substring(prefix(profile).length());
            return prefix(profile) + HASHED + String.format("%016x", Topic.hash(classOfTopic));
        }
        return name.toString();
    }

    /**
     * Whether topics of the pattern may be in this Kafka topic. Also right for classes of another number of segments than
     * this engine's own setting.
     */
    boolean mayCarry(String kafkaTopic, Profile profile, TopicPattern pattern) {
        String start = prefix(profile);
        if (!kafkaTopic.startsWith(start)) {
            return false;
        }
        String className = kafkaTopic.substring(start.length());
        if (className.startsWith(HASHED)) {
            return true;
        }
        String[] segments = className.split("\\.");
        int literals = pattern.endsWithRest() ? pattern.segments() - 1 : pattern.segments();
        if (!pattern.endsWithRest() && segments.length > literals) {
            return false;
        }
        for (int i = 0; i < Math.min(segments.length, literals); i++) {
            String wanted = pattern.segment(i);
            if (!wanted.equals("*") && !wanted.equals(segments[i])) {
                return false;
            }
        }
        return true;
    }

    /** The consumer group of a named subscription. */
    String group(Profile profile, String name) {
        if (!PLAIN.matcher(name).matches()) {
            throw new IllegalArgumentException("name=" + name + " must be 1 to 64 of A-Z a-z 0-9 _ -");
        }
        return prefix(profile) + name;
    }

    /** The Kafka topic whose only use is to hang notes about named subscriptions on. */
    String notesTopic() {
        return prefix + "subscriptions";
    }

    /** The partition of a topic; never changes while the number of partitions stays. */
    static int partition(Topic topic, int partitions) {
        return (int) Long.remainderUnsigned(topic.hash(), partitions);
    }
}
