package io.meridian.sidecar.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RepeatMarksTest {
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final int LAST = 60;

    private record Id(long key, long sequence) {}

    /** What a plugin, its sidecar and the bus do at random, and the plain truth about it. */
    private static final class Story {
        final java.util.Random random;
        final UndecidedDeliveries undecided = new UndecidedDeliveries(64);
        final List<Long> waiting = new ArrayList<>();
        final List<Id> refused = new ArrayList<>();
        final Set<Id> settled = new HashSet<>();
        final long[] next = {1, 1};
        RepeatMarks marks;

        Story(long seed) {
            random = new java.util.Random(seed);
        }

        void open(Coverage stored) {
            marks = new RepeatMarks(0, stored);
            marks.reopen(undecided);
        }

        void deliver(Id id) {
            if (marks.isCovered(id.key, id.sequence)) {
                assertTrue(settled.contains(id), () -> "not done with, and passed over: " + id);
                return;
            }
            assertFalse(settled.contains(id), () -> "done with, and handed over: " + id);
            marks.observe(id.key, id.sequence, 1);
            waiting.add(undecided.add(1, id.key, id.sequence));
        }

        void decide(int at, boolean done) {
            long delivery = waiting.remove(at);
            undecided.take(delivery);
            Id id = new Id(undecided.key(delivery), undecided.sequence(delivery));
            if (done) {
                marks.finish(id.key, id.sequence);
                settled.add(id);
            } else {
                marks.unfinish(id.key, id.sequence);
                refused.add(id);
            }
        }

        void step() {
            int what = random.nextInt(10);
            if (what < 5) {
                int key = random.nextInt(2);
                // Now and then one is passed over, to come later.
                if (random.nextInt(8) == 0) {
                    refused.add(new Id(key, next[key]++));
                }
                deliver(new Id(key, next[key]++));
            } else if (what < 8 && !waiting.isEmpty()) {
                decide(random.nextInt(waiting.size()), random.nextInt(4) > 0);
            } else if (!refused.isEmpty()) {
                Id again = refused.remove(random.nextInt(refused.size()));
                if (random.nextBoolean()) {
                    deliver(again);
                } else {
                    marks.observe(again.key, again.sequence, 1);
                    marks.finish(again.key, again.sequence);
                    settled.add(again);
                }
            }
        }
    }

    @Property(tries = 2_000)
    void shouldHoldExactlyWhatIsDoneWithAlsoAfterARestart(@ForAll long seed) {
        Story story = new Story(seed);
        story.open(Coverage.NONE);
        for (int i = 0; i < LAST; i++) {
            story.step();
        }
        Coverage stored = Coverage.read(Coverage.write(Map.of("n", story.marks.covering(1))))
                .get("n");
        Set<Id> settled = Set.copyOf(story.settled);
        for (int key = 0; key < 2; key++) {
            for (long sequence = 1; sequence < story.next[key]; sequence++) {
                Id id = new Id(key, sequence);
                boolean isSettled = settled.contains(id);
                assertEquals(isSettled, stored.holds(key, sequence), () -> id + " seed=" + seed);
            }
        }
        Story later = new Story(seed + 1);
        later.settled.addAll(settled);
        later.open(stored);
        for (int key = 0; key < 2; key++) {
            for (long sequence = 1; sequence < story.next[key]; sequence++) {
                later.deliver(new Id(key, sequence));
                if (!later.waiting.isEmpty()) {
                    later.decide(0, true);
                }
            }
            assertEquals(story.next[key] - 1, later.marks.covering(1).upTo(key));
        }
    }

    @Test
    void shouldKnowWhatWasSettledOnASubscriptionThatIsClosedByNow() {
        RepeatMarks marks = new RepeatMarks(0, Coverage.NONE);
        UndecidedDeliveries undecided = new UndecidedDeliveries(64);
        marks.reopen(undecided);
        for (int i = 1; i <= 3; i++) {
            marks.observe(7, i, 1);
            undecided.add(1, 7, i);
        }
        undecided.take(1);
        undecided.take(2);
        marks.close();
        assertEquals(2, marks.covering(1).upTo(7));
        marks.reopen(new UndecidedDeliveries(64));
        assertTrue(marks.isCovered(7, 2), "the plugin has it");
        marks.sessionBegins();
        assertFalse(marks.isCovered(7, 2), "the next one has not: no snapshot was stored");
    }

    @Test
    void shouldForgetSourcesThatCameToAnEndLongAgo() {
        Coverage stored = new Coverage();
        stored.raise(1, 10);
        stored.raise(2, 20);
        RepeatMarks marks = new RepeatMarks(0, stored);
        marks.reopen(new UndecidedDeliveries(64));
        assertTrue(marks.isCovered(2, 20));
        marks.live(5);
        assertEquals(10, marks.covering(5 + HOUR_NS).upTo(1));
        Coverage later = marks.covering(6 + HOUR_NS);
        assertEquals(0, later.upTo(1));
        assertEquals(20, later.upTo(2));
    }
}
