package io.meridian.audit.record;

import io.meridian.audit.mirror.LogMirror;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which durable topics a log is to have. Records that are kept for different times are in logs of their own, since of a chain only the oldest files can
 * be removed; together the logs are to have all topics. For one thread.
 */
public final class RecordedTopics {
    private final List<TopicPattern> only;
    private final List<TopicPattern> except;
    private final Map<Topic, Boolean> known = new HashMap<>();

    /**
     * @param only these; none: all
     * @param except and none of these
     */
    public RecordedTopics(List<TopicPattern> only, List<TopicPattern> except) {
        this.only = List.copyOf(only);
        this.except = List.copyOf(except);
    }

    /** Every topic. */
    public static RecordedTopics all() {
        return new RecordedTopics(List.of(), List.of());
    }

    boolean areAll() {
        return only.isEmpty() && except.isEmpty();
    }

    boolean have(Topic topic) {
        return known.computeIfAbsent(topic, this::matches);
    }

    private boolean matches(Topic topic) {
        // A log that recorded its own copy would grow for ever.
        return !topic.name().startsWith(LogMirror.TOPICS)
                && (only.isEmpty() || only.stream().anyMatch(each -> each.matches(topic)))
                && except.stream().noneMatch(each -> each.matches(topic));
    }

    /** For the record, as JSON. */
    String json() {
        return "\"only\":" + json(only) + ",\"except\":" + json(except);
    }

    private static String json(List<TopicPattern> patterns) {
        return patterns.stream().map(each -> "\"" + each.text() + "\"").collect(Collectors.joining(",", "[", "]"));
    }
}
