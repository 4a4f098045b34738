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
        int at = 0;
        int of = 0;
        while (at <= wide.length()) {
            int end = segmentEnd(wide, at);
            if (wide.startsWith("**", at) && end == at + 2) {
                return of <= narrow.length();
            }
            if (of > narrow.length()) {
                return false;
            }
            int ofEnd = segmentEnd(narrow, of);
            boolean any = end == at + 1 && wide.charAt(at) == '*' && !(narrow.startsWith("**", of) && ofEnd == of + 2);
            if (!any && (end - at != ofEnd - of || !wide.regionMatches(at, narrow, of, end - at))) {
                return false;
            }
            at = end + 1;
            of = ofEnd + 1;
        }
        return of > narrow.length();
    }

    private static int segmentEnd(String topic, int from) {
        int dot = topic.indexOf('.', from);
        return dot < 0 ? topic.length() : dot;
    }
}
