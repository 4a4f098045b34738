package io.meridian.cluster.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.cluster.state.Latest;
import io.meridian.cluster.state.SharedMap;
import io.meridian.cluster.state.SharedMaps;
import io.meridian.cluster.state.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LiveQueriesTest {
    private static final Duration LIFETIME = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration AT_ONCE = Duration.ofMillis(300);

    private final AtomicLong aheadMs = new AtomicLong();
    private final InstantSource clock = () -> Instant.now().plusMillis(aheadMs.get());
    private final List<String> said = new ArrayList<>();
    private final SharedMaps maps = new SharedMaps(new Nobody(), Duration.ofSeconds(1), clock, said::add);
    private final SharedMap<Latest> map = maps.open("things", Latest.NONE, LIFETIME);
    private final LiveQueries<Latest> queries = new LiveQueries<>(map, LiveQueriesTest::entry, said::add);

    /** There are no other nodes. */
    private static final class Nobody implements Wire {
        @Override
        public String self() {
            return "alone";
        }

        @Override
        public Set<String> others() {
            return Set.of();
        }

        @Override
        public void send(String to, byte[] message) {
            throw new AssertionError("there is nobody to send to");
        }

        @Override
        public void listen(BiConsumer<String, byte[]> ear) {
            // Nobody speaks.
        }
    }

    private static Entry entry(String key, Latest value) {
        if ("broken".equals(value.text())) {
            throw new IllegalStateException("this cannot be read");
        }
        return value.text() == null ? null : new Entry(key, Map.of("value", value.text()));
    }

    private void put(String key, String text) {
        map.update(key, (before, writer) -> new Latest(text, writer.stamp()));
    }

    @AfterEach
    void close() {
        queries.close();
        maps.close();
    }

    @Test
    void shouldTellWhatThereIsAndThenWhatEntersChangesAndLeaves() throws Exception {
        put("a", "good");
        put("b", "bad");
        try (LiveQuery query = queries.ask(entry -> "good".equals(entry.fields().get("value")))) {
            assertEquals(List.of("ENTER a good"), words(query.take(SOON)));
            put("b", "good");
            assertEquals(List.of("ENTER b good"), words(query.take(SOON)));
            put("a", "bad");
            assertEquals(List.of("LEAVE a good"), words(query.take(SOON)));
            put("b", null);
            assertEquals(List.of("LEAVE b good"), words(query.take(SOON)));
            put("c", "bad");
            assertEquals(List.of(), query.take(AT_ONCE));
        }
    }

    @Test
    void shouldTellOfAChangeButNotThatSomethingWasSaidAgain() throws Exception {
        put("a", "1");
        try (LiveQuery query = queries.ask(entry -> true)) {
            assertEquals(List.of("ENTER a 1"), words(query.take(SOON)));
            put("a", "1");
            assertEquals(List.of(), query.take(AT_ONCE));
            put("a", "2");
            assertEquals(List.of("UPDATE a 2"), words(query.take(SOON)));
        }
    }

    @Test
    void shouldTellWhoIsSlowOfHowItIsAndNotOfAllThatWas() throws Exception {
        try (LiveQuery query = queries.ask(entry -> true)) {
            for (int i = 0; i <= 1_000; i++) {
                put("a", Integer.toString(i));
                put("gone", "1");
                put("gone", null);
            }
            TimeUnit.MILLISECONDS.sleep(500);
            assertEquals(List.of("ENTER a 1000"), words(query.take(SOON)));
        }
    }

    @Test
    void shouldTellThatSomethingLeavesWhenItsTimeIsOver() throws Exception {
        put("a", "1");
        try (LiveQuery query = queries.ask(entry -> true)) {
            assertEquals(List.of("ENTER a 1"), words(query.take(SOON)));
            aheadMs.addAndGet(LIFETIME.toMillis() + 1);
            assertEquals(List.of("LEAVE a 1"), words(query.take(SOON)));
        }
    }

    @Test
    void shouldGoOnWhenAValueCannotBeRead() throws Exception {
        try (LiveQuery query = queries.ask(entry -> true)) {
            put("a", "broken");
            put("b", "1");
            assertEquals(List.of("ENTER b 1"), words(query.take(SOON)));
        }
        assertTrue(said.getFirst().contains("this cannot be read"), said::toString);
    }

    @Test
    void shouldEndWhoWaitsWhenItIsClosed() throws Exception {
        LiveQuery query = queries.ask(entry -> true);
        assertEquals(1, queries.active());
        Thread.ofVirtual().start(query::close);
        assertEquals(List.of(), query.take(Duration.ofSeconds(50)));
        assertEquals(0, queries.active());
    }

    /** Several write at random what several follow, who begin at any time; each change must fit to those before, and in the end each answer be what is so. */
    @Test
    void shouldAlwaysAddUpToWhatIsSo() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SplittableRandom own = random.split();
            writers.add(Thread.ofPlatform().start(() -> {
                for (int change = 0; change < 40_000; change++) {
                    put("k" + own.nextInt(50), own.nextInt(4) == 0 ? null : Integer.toString(own.nextInt(5)));
                }
            }));
        }
        List<FoldedAnswer> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String wanted = Integer.toString(i % 5);
            answers.add(new FoldedAnswer(
                    queries.ask(entry -> wanted.equals(entry.fields().get("value")))));
            TimeUnit.MILLISECONDS.sleep(5);
        }
        for (Thread writer : writers) {
            writer.join();
        }
        TimeUnit.MILLISECONDS.sleep(500);
        for (int i = 0; i < answers.size(); i++) {
            String wanted = Integer.toString(i % 5);
            Map<String, Entry> truth = new HashMap<>();
            map.all().forEach((key, value) -> {
                if (wanted.equals(value.text())) {
                    truth.put(key, entry(key, value));
                }
            });
            assertNull(answers.get(i).wrong());
            assertEquals(truth, answers.get(i).answer());
            answers.get(i).end();
        }
    }

    private static List<String> words(List<Change> changes) {
        return changes.stream()
                .map(change -> change.kind() + " " + change.entry().key() + " "
                        + change.entry().fields().get("value"))
                .toList();
    }
}
