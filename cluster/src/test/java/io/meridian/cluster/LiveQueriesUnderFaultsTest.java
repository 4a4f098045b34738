package io.meridian.cluster;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.cluster.query.Entry;
import io.meridian.cluster.query.FoldedAnswer;
import io.meridian.cluster.query.LiveQueries;
import io.meridian.cluster.state.Latest;
import io.meridian.cluster.state.SharedMap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes as processes tell of 9,999 things that change all the time, and a fourth of one; a hundred ask about them on the fourth. One of the three is killed and comes back. All the
 * time each answer can be put together from what was told, and in the end each is what is so.
 */
@Tag("server")
final class LiveQueriesUnderFaultsTest {
    private static final int THINGS_OF_EACH = 3_333;
    private static final int QUESTIONS = 100;

    @TempDir
    Path folder;

    private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();
    private String seeds;

    private void start(String name) throws IOException {
        nodes.put(name, NodeProcess.start(TellingNode.class, folder, name, seeds, THINGS_OF_EACH));
    }

    @Test
    @Timeout(180)
    void shouldTellEachWhatIsSoWhileANodeIsKilledAndComesBack() throws Exception {
        seeds = Trio.freeSeeds();
        ClusterSettings settings = TellingNode.settings(
                "asks", seeds, folder.resolve("asks"), Map.of("cluster.listen", Trio.freeAddress()));
        try {
            for (String name : Trio.NAMES) {
                start(name);
            }
            try (ClusterNode asks = ClusterNode.open(settings, false, InstantSource.system(), line -> {})) {
                askAndFollow(asks);
            }
        } finally {
            nodes.values().forEach(NodeProcess::kill);
        }
    }

    private void askAndFollow(ClusterNode asks) throws Exception {
        SharedMap<Latest> map = TellingNode.open(asks);
        try (LiveQueries<Latest> queries = new LiveQueries<>(map, LiveQueriesUnderFaultsTest::entry, line -> {})) {
            List<FoldedAnswer> answers = new ArrayList<>();
            for (int i = 0; i < QUESTIONS; i++) {
                answers.add(new FoldedAnswer(queries.ask(question(i))));
            }
            FoldedAnswer all = answers.getFirst();
            map.update("own", (before, writer) -> new Latest("1", writer.stamp()));
            Trio.await(60, "not all is known", () -> of(all, "a", "b", "c") == 3 * THINGS_OF_EACH);

            nodes.get("b").kill();
            long killedNs = System.nanoTime();
            Trio.await(40, "what a dead node told is still so", () -> of(all, "b") == 0);
            long goneMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedNs);
            Trio.await(20, "what others told has left as well", () -> of(all, "a", "c") == 2 * THINGS_OF_EACH);

            start("b");
            long backNs = System.nanoTime();
            Trio.await(40, "what came back is not told", () -> of(all, "b") == THINGS_OF_EACH);
            long backMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - backNs);

            for (NodeProcess node : nodes.values()) {
                node.ask("stop");
            }
            for (int i = 0; i < QUESTIONS; i++) {
                int number = i;
                Trio.await(
                        20,
                        "the answer to question " + i + " is not what is so",
                        () -> answers.get(number).answer().equals(truth(map, question(number))));
            }
            long told = 0;
            for (FoldedAnswer answer : answers) {
                assertNull(answer.wrong());
                told += answer.changes();
                answer.end();
            }
            assertTrue(told > 10L * THINGS_OF_EACH, "nothing happened: " + told);
            System.out.printf(
                    "live queries: %d changes told to %d; gone %d ms after the kill, whole again %d ms after the"
                            + " start%n",
                    told, QUESTIONS, goneMs, backMs);
        }
    }

    /** All of it; those of one node; those of a value; those of both. */
    private static Predicate<Entry> question(int number) {
        String node = Trio.NAMES.get(number % 3);
        String value = Integer.toString(number % 10);
        return switch (number % 4) {
            case 0 -> entry -> true;
            case 1 -> entry -> entry.key().startsWith(node);
            case 2 -> entry -> value.equals(entry.fields().get("value"));
            default ->
                entry -> entry.key().startsWith(node)
                        && value.equals(entry.fields().get("value"));
        };
    }

    private static Entry entry(String key, Latest value) {
        return value.text() == null ? null : new Entry(key, Map.of("value", value.text()));
    }

    private static long of(FoldedAnswer answer, String... nodes) {
        return answer.answer().keySet().stream()
                .filter(key -> List.of(nodes).contains(key.substring(0, 1)))
                .count();
    }

    private static Map<String, Entry> truth(SharedMap<Latest> map, Predicate<Entry> wanted) {
        Map<String, Entry> truth = new TreeMap<>();
        map.all().forEach((key, value) -> {
            Entry entry = entry(key, value);
            if (entry != null && wanted.test(entry)) {
                truth.put(key, entry);
            }
        });
        return truth;
    }
}
