package io.meridian.bus.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class TopicTrieTest {
    private final TopicTrie<String> trie = new TopicTrie<>();

    @Test
    void shouldBeEmptyAgainWhenEverythingIsRemoved() {
        assertTrue(trie.isEmpty());
        for (int i = 0; i < 10_000; i++) {
            trie.add(TopicPattern.of("a." + i + ".*"), "star");
            trie.add(TopicPattern.of("a." + i + ".**"), "rest");
        }
        assertEquals(20_000, trie.size());
        for (int i = 0; i < 10_000; i++) {
            assertTrue(trie.remove(TopicPattern.of("a." + i + ".*"), "star"));
            assertEquals(List.of("rest"), matches("a." + i + ".x"));
            assertTrue(trie.remove(TopicPattern.of("a." + i + ".**"), "rest"));
            assertEquals(List.of(), matches("a." + i + ".x"));
        }
        assertTrue(trie.isEmpty());
        assertNull(trie.mostSpecific(Topic.of("a.5.x")));
    }

    @Test
    void shouldKeepEqualValuesApartAndInOrderWhenPatternsAreShared() {
        trie.add(TopicPattern.of("a.*"), "one");
        trie.add(TopicPattern.of("a.*"), "two");
        trie.add(TopicPattern.of("a.*"), "one");
        assertEquals(List.of("one", "two", "one"), matches("a.b"));
        assertTrue(trie.remove(TopicPattern.of("a.*"), "one"));
        assertEquals(List.of("two", "one"), matches("a.b"));
    }

    @Test
    void shouldRemoveNothingWhenPatternOrValueIsAbsent() {
        trie.add(TopicPattern.of("a.b.c"), "value");
        assertFalse(trie.remove(TopicPattern.of("a.b.c"), "other"));
        assertFalse(trie.remove(TopicPattern.of("a.b"), "value"));
        assertFalse(trie.remove(TopicPattern.of("a.b.**"), "value"));
        assertFalse(trie.remove(TopicPattern.of("a.*.c"), "value"));
        assertFalse(trie.remove(TopicPattern.of("x.y.z"), "value"));
        assertEquals(List.of("value"), matches("a.b.c"));
        assertThrows(NullPointerException.class, () -> trie.add(TopicPattern.of("a"), null));
    }

    @Test
    void shouldVisitMostSpecificFirst() {
        for (final String text : List.of("**", "a.**", "*.b", "a.*", "a.b", "*.*", "a.b.c", "b")) {
            trie.add(TopicPattern.of(text), text);
        }
        assertEquals(List.of("a.b", "a.*", "a.**", "*.b", "*.*", "**"), matches("a.b"));
        assertEquals("a.b", trie.mostSpecific(Topic.of("a.b")));
        assertEquals("a.**", trie.mostSpecific(Topic.of("a.b.x")));
        assertTrue(trie.hasMatch(Topic.of("z")));
    }

    @Test
    void shouldMatchAtTheDeepestLevel() {
        final String deep = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p";
        trie.add(TopicPattern.of(deep), "literal");
        trie.add(TopicPattern.of(deep.replaceAll("[a-p]", "*")), "stars");
        trie.add(TopicPattern.of("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.**"), "rest");
        assertEquals(List.of("literal", "rest", "stars"), matches(deep));
    }

    @Test
    void shouldAllocateNothingWhenMatchingOrFindingCachedNames() {
        for (int i = 0; i < 1_000; i++) {
            trie.add(TopicPattern.of("platform.data.quote.XNAS.S" + i), "v");
        }
        trie.add(TopicPattern.of("platform.*.quote.**"), "v");
        final Topic[] topics = new Topic[64];
        final String[] names = new String[topics.length];
        final var bytes = new UnsafeBuffer(new byte[Topic.MAX_LENGTH]);
        for (int i = 0; i < topics.length; i++) {
            names[i] = "platform.data.quote.XNAS.S" + i;
            topics[i] = Topic.of(names[i]);
        }
        final int[] seen = new int[1];
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                final Topic topic = topics[i & 63];
                trie.forEachMatch(topic, seen, TopicTrieTest::count);
                seen[0] += trie.mostSpecific(topic).length();
                seen[0] += Topic.of(names[i & 63]).segments();
                final int length = topic.putTo(bytes, 0);
                seen[0] += Topic.of(bytes, 0, length).segments();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(seen[0] > 0);
        // The counter itself may cost a few hundred bytes; a single allocation a turn would be 160,000.
        assertTrue(least < 1_000, "allocated bytes=" + least);
    }

    private static void count(final String value, final int[] seen) {
        seen[0] += value.length();
    }

    private List<String> matches(final String name) {
        final List<String> found = new ArrayList<>();
        trie.forEachMatch(Topic.of(name), found::add);
        return found;
    }
}
