package io.meridian.sdk;

import io.meridian.plugin.contract.schema.TopicNames;

/** Whether a topic or pattern is well formed, and what matches what. {@code *} is one segment, {@code **} one or more. */
public final class TopicRules {
    private TopicRules() {}

    /** @throws IllegalArgumentException unless it is a topic */
    public static String requireTopic(String topic) {
        if (!TopicNames.isTopic(topic)) {
            throw new IllegalArgumentException("topic=" + topic + " is no topic: up to 16 segments of A-Z a-z 0-9 _ -,"
                    + " joined by dots, " + TopicNames.MAX_LENGTH + " characters in all, no wildcards");
        }
        return topic;
    }

    /** @throws IllegalArgumentException unless it is a pattern */
    public static String requirePattern(String pattern) {
        if (!TopicNames.isPattern(pattern)) {
            throw new IllegalArgumentException("pattern=" + pattern + " is no pattern: up to 16 segments of A-Z a-z 0-9"
                    + " _ - or *, joined by dots; ** only at the end");
        }
        return pattern;
    }

    /** Whether all topics of {@code narrow}, a topic or pattern, match {@code wide}. */
    public static boolean covers(String wide, String narrow) {
        String[] wideSegments = wide.split("\\.");
        String[] narrowSegments = narrow.split("\\.");
        for (int i = 0; i < wideSegments.length; i++) {
            if (wideSegments[i].equals("**")) {
                return narrowSegments.length > i;
            }
            if (i >= narrowSegments.length
                    || narrowSegments[i].equals("**")
                    || !wideSegments[i].equals("*") && !wideSegments[i].equals(narrowSegments[i])) {
                return false;
            }
        }
        return narrowSegments.length == wideSegments.length;
    }
}
