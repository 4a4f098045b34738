package io.meridian.conformance.stage;

import io.meridian.plugin.contract.schema.TopicNames;
import java.util.List;

/** What patterns cover. */
public final class Patterns {
    private Patterns() {}

    /** Whether a pattern covers a topic, or all that another pattern covers. */
    public static boolean covers(String pattern, String topicOrPattern) {
        String[] wanted = pattern.split("\\.", -1);
        String[] given = topicOrPattern.split("\\.", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("**")) {
                return given.length > i;
            }
            if (i >= given.length || given[i].equals("**") || (given[i].equals("*") && !wanted[i].equals("*"))) {
                return false;
            }
            if (!wanted[i].equals("*") && !wanted[i].equals(given[i])) {
                return false;
            }
        }
        return wanted.length == given.length;
    }

    /** Whether one of the patterns covers it. */
    public static boolean anyCovers(List<String> patterns, String topicOrPattern) {
        return patterns.stream().anyMatch(pattern -> covers(pattern, topicOrPattern));
    }

    /** A topic that a pattern covers. */
    public static String example(String pattern) {
        return pattern.replace("**", "x1").replace("*", "x1");
    }

    /** Whether it is a topic, and no pattern. */
    public static boolean isTopic(String text) {
        return TopicNames.isTopic(text);
    }
}
