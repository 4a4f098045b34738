package io.meridian.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TopicRulesTest {
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void shouldCoverWhatAWildcardStandsFor() {
        assertTrue(TopicRules.covers("a.*.c", "a.b.c"));
        assertTrue(TopicRules.covers("a.**", "a.b.c"));
        assertTrue(TopicRules.covers("a.**", "a.**"));
        assertTrue(TopicRules.covers("a.*", "a.*"));
        assertFalse(TopicRules.covers("a.*", "a.**"));
        assertFalse(TopicRules.covers("a.**", "a"));
        assertFalse(TopicRules.covers("a.b", "a.*"));
        assertFalse(TopicRules.covers("a.b", "a.bc"));
    }

    @Test
    void shouldCoverAsSegmentBySegmentWhenPatternsAreOfAnyKind() {
        for (int i = 0; i < 200_000; i++) {
            String wide = pattern();
            String narrow = pattern();
            assertEquals(bySegments(wide, narrow), TopicRules.covers(wide, narrow), wide + " " + narrow);
        }
    }

    private String pattern() {
        StringBuilder pattern = new StringBuilder();
        int segments = random.nextInt(1, 5);
        for (int i = 0; i < segments; i++) {
            boolean last = i == segments - 1;
            List<String> words = last ? List.of("a", "b", "ab", "*", "**") : List.of("a", "b", "ab", "*");
            pattern.append(i == 0 ? "" : ".").append(words.get(random.nextInt(words.size())));
        }
        return pattern.toString();
    }

    private static boolean bySegments(String wide, String narrow) {
        String[] of = wide.split("\\.");
        String[] given = narrow.split("\\.");
        for (int i = 0; i < of.length; i++) {
            if (of[i].equals("**")) {
                return given.length > i;
            }
            if (i >= given.length || given[i].equals("**") || !of[i].equals("*") && !of[i].equals(given[i])) {
                return false;
            }
        }
        return given.length == of.length;
    }
}
