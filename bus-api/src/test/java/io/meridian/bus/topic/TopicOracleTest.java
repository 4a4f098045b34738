package io.meridian.bus.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random patterns and topics, checked against regular expressions. */
class TopicOracleTest {
    private static final String[] WORDS = {
        "a", "b", "cc", "quote", "a-segment-longer-than-ten", "a-segment-longer-than-tem"
    };
    private static final String ALPHABET = "abyzABYZ0189_-";
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){0,15}");
    private static final Pattern PATTERN =
            Pattern.compile("(?=[^.]+(\\.[^.]+){0,15}$)(([A-Za-z0-9_-]+|\\*)\\.)*([A-Za-z0-9_-]+|\\*|\\*\\*)");

    private record Rule(TopicPattern pattern, Pattern regex) {}

    /** 2,500 sets of patterns with 60 topics each, 150,000 pairs a seed. Some patterns are removed again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_120})
    void shouldMatchWhatRegularExpressionsMatch(final long seed) {
        final Random random = new Random(seed);
        int matches = 0;
        for (int set = 0; set < 2_500; set++) {
            final TopicTrie<Rule> trie = new TopicTrie<>();
            final List<Rule> rules = new ArrayList<>();
            for (int i = 1 + random.nextInt(30); i > 0; i--) {
                final Rule rule = rule(randomPattern(random));
                rules.add(rule);
                trie.add(rule.pattern(), rule);
            }
            for (int i = random.nextInt(rules.size()); i > 0; i--) {
                final Rule gone = rules.remove(random.nextInt(rules.size()));
                assertTrue(trie.remove(gone.pattern(), gone));
            }
            assertEquals(rules.size(), trie.size());
            for (int i = 0; i < 60; i++) {
                matches += check(seed, trie, rules, Topic.of(randomName(random)));
            }
        }
        assertTrue(matches > 100_000, "too few of the pairs match to prove anything: matches=" + matches);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 20_261_120})
    void shouldAcceptExactlyTheGrammarAndThrowNothingElseWhenTextIsRandom(final long seed) {
        final Random random = new Random(seed);
        int valid = 0;
        for (int i = 0; i < 200_000; i++) {
            final String text = randomText(random);
            final boolean topic =
                    text.length() <= Topic.MAX_LENGTH && TOPIC.matcher(text).matches();
            final boolean pattern =
                    text.length() <= Topic.MAX_LENGTH && PATTERN.matcher(text).matches();
            assertEquals(topic, accepts(Topic::of, text), () -> "seed=" + seed + " topic=" + text);
            assertEquals(pattern, accepts(TopicPattern::of, text), () -> "seed=" + seed + " pattern=" + text);
            valid += topic ? 1 : 0;
        }
        assertTrue(valid > 10_000, "valid=" + valid);
    }

    @Test
    void shouldTellLongSegmentsApartAndShortOnesExactly() {
        // Ten characters pack exactly, eleven are hashed; both sides of the edge, and what packing might confuse.
        final List<String> names = List.of(
                "a",
                "aa",
                "aaaaaaaaaa",
                "aaaaaaaaab",
                "aaaaaaaaaaa",
                "aaaaaaaaaab",
                "-",
                "--",
                "----------",
                "-----------",
                "b",
                "ba",
                "ab");
        for (final String left : names) {
            for (final String right : names) {
                assertEquals(left.equals(right), TopicPattern.of(left).matches(Topic.of(right)), left + " " + right);
            }
        }
    }

    /** Two segments searched for until their keys were equal: a hostile name must not pass for another. */
    @Test
    void shouldTellLongSegmentsApartWhenTheirKeysCollide() {
        final Topic left = Topic.of("a.0yGifvh02fa");
        final Topic right = Topic.of("a.G_SCP-PyHoG");
        assertEquals(left.key(1), right.key(1), "the test needs a pair with equal keys");
        final TopicPattern pattern = TopicPattern.of(left);
        assertTrue(pattern.matches(left));
        assertFalse(pattern.matches(right));
        assertFalse(pattern.covers(TopicPattern.of(right)));
        assertFalse(pattern.intersects(TopicPattern.of(right)));
        final TopicTrie<String> trie = new TopicTrie<>();
        trie.add(pattern, "left");
        assertNull(trie.mostSpecific(right));
        trie.add(TopicPattern.of(right), "right");
        assertEquals("left", trie.mostSpecific(left));
        assertEquals("right", trie.mostSpecific(right));
        assertTrue(trie.remove(pattern, "left"));
        assertNull(trie.mostSpecific(left));
        assertEquals("right", trie.mostSpecific(right));
    }

    private static int check(final long seed, final TopicTrie<Rule> trie, final List<Rule> rules, final Topic topic) {
        final List<Rule> expected = new ArrayList<>();
        for (final Rule rule : rules) {
            final boolean matches = rule.regex().matcher(topic.name()).matches();
            assertEquals(matches, rule.pattern().matches(topic), () -> "seed=" + seed + " " + rule + " " + topic);
            if (matches) {
                expected.add(rule);
            }
        }
        // A stable sort keeps the order of adding among equal patterns, as the trie promises.
        expected.sort((l, r) -> TopicPattern.MOST_SPECIFIC_FIRST.compare(l.pattern(), r.pattern()));
        final List<Rule> found = new ArrayList<>();
        trie.forEachMatch(topic, found, (rule, list) -> list.add(rule));
        assertEquals(expected, found, () -> "seed=" + seed + " topic=" + topic + " rules=" + rules);
        final Rule first = expected.isEmpty() ? null : expected.getFirst();
        assertEquals(first, trie.mostSpecific(topic), () -> "seed=" + seed + " topic=" + topic);
        return expected.size();
    }

    private static boolean accepts(final Function<String, ?> parser, final String text) {
        try {
            parser.apply(text);
            return true;
        } catch (final IllegalArgumentException refused) {
            assertTrue(refused.getMessage().length() > 40, refused::getMessage);
            return false;
        }
    }

    private static Rule rule(final String text) {
        final String regex = text.replace(".", "\\.")
                .replace("**", "\0")
                .replace("*", "[^.]+")
                .replace("\0", ".+");
        return new Rule(TopicPattern.of(text), Pattern.compile(regex));
    }

    private static String randomName(final Random random) {
        final StringBuilder name = new StringBuilder();
        for (int i = segmentCount(random); i > 0; i--) {
            name.append(segment(random)).append(i > 1 ? "." : "");
        }
        return name.toString();
    }

    private static String randomPattern(final Random random) {
        final StringBuilder text = new StringBuilder();
        for (int i = segmentCount(random); i > 0; i--) {
            final boolean star = random.nextInt(4) == 0;
            text.append(i == 1 && random.nextInt(3) == 0 ? "**" : star ? "*" : segment(random));
            text.append(i > 1 ? "." : "");
        }
        return text.toString();
    }

    private static int segmentCount(final Random random) {
        // Long ones are rare, and rarely match anything.
        return 1 + random.nextInt(random.nextInt(20) == 0 ? 8 : 4);
    }

    private static String segment(final Random random) {
        return WORDS[Math.min(random.nextInt(WORDS.length), random.nextInt(WORDS.length))];
    }

    private static String randomText(final Random random) {
        final StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 300 : 24); i >= 0; i--) {
            final int kind = random.nextInt(100);
            if (kind < 20) {
                text.append('.');
            } else if (kind < 24) {
                text.append(random.nextBoolean() ? "*" : ".**");
            } else if (kind < 25) {
                text.append((char) random.nextInt(0x10000));
            } else {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
        }
        return text.toString();
    }
}
