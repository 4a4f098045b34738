package io.meridian.bus.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~     | it is empty",
                "a..*   | an empty segment at character 3",
                "*.     | an empty segment at character 3 (the end)",
                "a.**.b | '**' before the last segment, at character 3",
                "a.***  | a wildcard mixed with other characters at character 3",
                "a.*b   | a wildcard mixed with other characters at character 3",
                "a.b*   | a wildcard mixed with other characters, '*' at character 4",
                "a.b+   | the character '+' at character 4",
                "*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.* | it has segments=17",
            })
    void shouldSayWhatIsWrongAndWhereWhenPatternIsInvalid(final String text, final String problem) {
        final var refused = assertThrows(IllegalArgumentException.class, () -> TopicPattern.of(text));
        assertTrue(refused.getMessage().contains(problem), refused.getMessage());
        assertTrue(refused.getMessage().contains("'**' (one or more)"), refused.getMessage());
    }

    @Test
    void shouldRefuseNullAndTextThatIsTooLong() {
        assertThrows(IllegalArgumentException.class, () -> TopicPattern.of((String) null));
        assertThrows(IllegalArgumentException.class, () -> TopicPattern.of("x".repeat(253) + ".*"));
    }

    @ParameterizedTest
    @CsvSource({
        "a.b,   a.b,     true",
        "a.b,   a.c,     false",
        "a.b,   a.b.c,   false",
        "a.*,   a.b,     true",
        "a.*,   a,       false",
        "a.*,   a.b.c,   false",
        "*.b,   a.b,     true",
        "a.**,  a,       false",
        "a.**,  a.b,     true",
        "a.**,  a.b.c.d, true",
        "**,    a,       true",
        "**,    a.b.c,   true",
        "*.**,  a,       false",
        "*.**,  a.b,     true",
        "a.longer-than-ten, a.longer-than-ten, true",
        "a.longer-than-ten, a.longer-than-tem, false",
        "a.B,   a.b,     false",
    })
    void shouldMatchByTheGrammar(final String pattern, final String topic, final boolean expected) {
        assertEquals(expected, TopicPattern.of(pattern).matches(Topic.of(topic)));
    }

    @Test
    void shouldGiveItsTopicOnlyWhenConcrete() {
        assertTrue(TopicPattern.of("a.b").isConcrete());
        assertEquals(Topic.of("a.b"), TopicPattern.of(Topic.of("a.b")).topic());
        assertFalse(TopicPattern.of("a.*").isConcrete());
        final var refused = assertThrows(
                IllegalStateException.class, () -> TopicPattern.of("a.**").topic());
        assertTrue(refused.getMessage().contains("pattern=a.**"), refused.getMessage());
    }

    @Test
    void shouldReturnTheSameInstanceWhenTheTextIsCached() {
        assertSame(TopicPattern.of("cache.**"), TopicPattern.of(new String("cache.**")));
    }

    @ParameterizedTest
    @CsvSource({
        // covering, covered, expected: the limits on segments and characters decide these
        "*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*, *.*.*.*.*.*.*.*.*.*.*.*.*.*.*.**, true",
        "*.*.*.*.*.*.*.*.*.*.*.*.*.*.*,   *.*.*.*.*.*.*.*.*.*.*.*.*.*.**,   false",
        "a.**, *, false",
        "**, **, true",
        "*, **, false",
        "a.**, a.*.**, true",
        "a.*.**, a.**, false",
    })
    void shouldCoverExactlyAtTheLimits(final String covering, final String covered, final boolean expected) {
        assertEquals(expected, TopicPattern.of(covering).covers(TopicPattern.of(covered)));
    }

    @Test
    void shouldTakeTheLengthLimitIntoAccount() {
        final String almostFull = "x".repeat(251);
        assertTrue(TopicPattern.of(almostFull + ".*").covers(TopicPattern.of(almostFull + ".**")));
        final String room = "x".repeat(250);
        assertFalse(TopicPattern.of(room + ".*").covers(TopicPattern.of(room + ".**")));
        final String half = "y".repeat(127);
        assertFalse(TopicPattern.of(half + ".*").intersects(TopicPattern.of("*." + half)));
        final String less = "y".repeat(126);
        assertTrue(TopicPattern.of(less + ".*").intersects(TopicPattern.of("*." + half)));
    }

    /** All patterns of up to four segments over two letters, against all topics of up to five segments. */
    @Test
    void shouldDecideCoversAndIntersectsAsEnumerationDoes() {
        // The third letter occurs in no pattern: it stands for all other segments.
        final List<Topic> topics =
                names(5, "a", "b", "c").stream().map(Topic::of).toList();
        final List<TopicPattern> patterns = new ArrayList<>();
        for (final String fixed : names(4, "a", "b", "*")) {
            patterns.add(TopicPattern.of(fixed));
            if (fixed.split("\\.").length < 4) {
                patterns.add(TopicPattern.of(fixed + ".**"));
            }
        }
        patterns.add(TopicPattern.of("**"));
        final List<BitSet> matched =
                patterns.stream().map(p -> matched(p, topics)).toList();
        int covering = 0;
        int meeting = 0;
        for (int i = 0; i < patterns.size(); i++) {
            for (int j = 0; j < patterns.size(); j++) {
                final BitSet left = (BitSet) matched.get(i).clone();
                final boolean intersects = left.intersects(matched.get(j));
                left.and(matched.get(j));
                final boolean covers = left.equals(matched.get(j));
                final String pair = patterns.get(i) + " and " + patterns.get(j);
                assertEquals(covers, patterns.get(i).covers(patterns.get(j)), () -> "covers: " + pair);
                assertEquals(intersects, patterns.get(i).intersects(patterns.get(j)), () -> "intersects: " + pair);
                covering += covers ? 1 : 0;
                meeting += intersects ? 1 : 0;
            }
        }
        assertTrue(covering > patterns.size() && meeting > covering, "covering=" + covering + " meeting=" + meeting);
    }

    @Test
    void shouldOrderTheMostSpecificFirst() {
        final List<String> expected = List.of(
                "a.b.c", "a.b.*", "a.b.**", "a.b", "a.*.c", "a.*.*", "a.*.**", "a.*", "a.**", "a", "*.b", "*.*", "*.**",
                "*", "**");
        final List<TopicPattern> shuffled =
                new ArrayList<>(expected.stream().map(TopicPattern::of).toList());
        for (int i = 0; i < 100; i++) {
            Collections.shuffle(shuffled, new Random(i));
            shuffled.sort(TopicPattern.MOST_SPECIFIC_FIRST);
            assertEquals(expected, shuffled.stream().map(TopicPattern::text).toList());
        }
    }

    private static BitSet matched(final TopicPattern pattern, final List<Topic> topics) {
        final BitSet set = new BitSet();
        for (int i = 0; i < topics.size(); i++) {
            set.set(i, pattern.matches(topics.get(i)));
        }
        return set;
    }

    private static List<String> names(final int most, final String... letters) {
        final List<String> all = new ArrayList<>();
        List<String> last = List.of(letters);
        for (int count = 1; count <= most; count++) {
            all.addAll(last);
            final List<String> longer = new ArrayList<>();
            for (final String name : last) {
                for (final String letter : letters) {
                    longer.add(name + "." + letter);
                }
            }
            last = longer;
        }
        return all;
    }
}
