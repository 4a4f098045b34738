package io.meridian.cluster.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class SharedMapsTest {
    private static final Duration REPAIR = Duration.ofMillis(200);
    private static final long SEED = 20_261_201;

    private static SharedMaps node(PlayedNetwork network, String name, List<String> log) {
        return new SharedMaps(network.end(name), REPAIR, InstantSource.system(), log::add);
    }

    @Test
    void shouldTellEachNodeOfEachChange() {
        try (PlayedNetwork network = new PlayedNetwork(0, 0);
                SharedMaps a = node(network, "a", new ArrayList<>());
                SharedMaps b = node(network, "b", new ArrayList<>())) {
            SharedMap<Latest> mine = a.open("m", Latest.NONE, null);
            SharedMap<Latest> theirs = b.open("m", Latest.NONE, null);
            List<String> heard = new CopyOnWriteArrayList<>();
            theirs.watch((key, value) -> heard.add(key + "=" + value.text()));
            await(() -> Duration.ZERO.equals(a.figures().behind().get("b")));
            mine.update("k", (before, writer) -> new Latest("1", writer.stamp()));
            assertEquals("1", mine.get("k").text());
            await(() -> heard.equals(List.of("k=1")));
            theirs.update("k", (before, writer) -> new Latest(before.text() + "2", writer.stamp()));
            await(() -> "12".equals(mine.get("k").text()));
            mine.update("k", (before, writer) -> new Latest(null, writer.stamp()));
            await(() -> heard.equals(List.of("k=1", "k=12", "k=null")));
        }
    }

    /** Lost, late and overtaking messages, and two sides that know nothing of each other. */
    @Test
    @Timeout(120)
    void shouldBeEqualInTheEndWhateverTheNetworkDoes() {
        Random random = new Random(SEED);
        List<String> log = new CopyOnWriteArrayList<>();
        try (PlayedNetwork network = new PlayedNetwork(0.2, 20)) {
            List<SharedMaps> nodes = new ArrayList<>();
            List<SharedMap<PnCounter>> counters = new ArrayList<>();
            List<SharedMap<OrSet>> sets = new ArrayList<>();
            for (String name : List.of("a", "b", "c", "d", "e")) {
                SharedMaps node = node(network, name, log);
                nodes.add(node);
                counters.add(node.open("counters", PnCounter.ZERO, null));
                sets.add(node.open("sets", OrSet.EMPTY, null));
            }
            long[] expected = new long[40];
            for (int i = 0; i < 10_000; i++) {
                if (i == 3_000) {
                    network.cut(Set.of("a", "d"));
                } else if (i == 7_000) {
                    network.heal();
                }
                int at = random.nextInt(nodes.size());
                int key = random.nextInt(expected.length);
                int amount = random.nextInt(-3, 8);
                expected[key] += amount;
                counters.get(at).update("k" + key, (before, writer) -> before.plus(amount, writer.name()));
                String element = "e" + i;
                sets.get(at).update("s" + key, (before, writer) -> before.plus(element, writer.name()));
                if (i % 100 == 0) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                }
            }
            await(() -> counters.stream().map(SharedMap::root).distinct().count() == 1
                    && sets.stream().map(SharedMap::root).distinct().count() == 1);
            long elements = 0;
            for (int key = 0; key < expected.length; key++) {
                for (SharedMap<PnCounter> counter : counters) {
                    assertEquals(expected[key], counter.get("k" + key).value());
                }
                elements += sets.getFirst().get("s" + key).elements().size();
            }
            assertEquals(10_000, elements, "each element once");
            assertTrue(nodes.getFirst().figures().repaired() > 0);
            assertEquals(List.of(), log);
            nodes.forEach(SharedMaps::close);
        }
    }

    @Test
    void shouldGiveALateComerAllAndSendOnlyWhatDiffers() {
        try (PlayedNetwork network = new PlayedNetwork(0, 0);
                SharedMaps a = node(network, "a", new ArrayList<>())) {
            SharedMap<Latest> mine = a.open("m", Latest.NONE, null);
            for (int i = 0; i < 5_000; i++) {
                mine.update("key " + i, (before, writer) -> new Latest("x".repeat(100), writer.stamp()));
            }
            try (SharedMaps b = node(network, "b", new ArrayList<>())) {
                SharedMap<Latest> theirs = b.open("m", Latest.NONE, null);
                await(() -> theirs.root() == mine.root());
                assertEquals(5_000, theirs.all().size());
                network.cut(Set.of("b"));
                for (int i = 0; i < 10; i++) {
                    theirs.update("key " + i, (before, writer) -> new Latest("y", writer.stamp()));
                }
                await(() -> b.figures().waiting() == 0);
                long before = network.bytes.sum();
                network.heal();
                await(() -> theirs.root() == mine.root());
                assertEquals("y", mine.get("key 3").text());
                long all = network.bytes.sum() - before;
                assertTrue(all < 60_000, () -> all + " bytes went over for ten values of 5,000");
            }
        }
    }

    @Test
    void shouldForgetWhatHasLivedItsTimeEverywhere() {
        AtomicLong now = new AtomicLong(1_000_000);
        try (PlayedNetwork network = new PlayedNetwork(0, 0);
                SharedMaps a =
                        new SharedMaps(network.end("a"), REPAIR, () -> Instant.ofEpochMilli(now.get()), l -> {});
                SharedMaps b =
                        new SharedMaps(network.end("b"), REPAIR, () -> Instant.ofEpochMilli(now.get()), l -> {})) {
            SharedMap<Latest> mine = a.open("m", Latest.NONE, Duration.ofSeconds(10));
            SharedMap<Latest> theirs = b.open("m", Latest.NONE, Duration.ofSeconds(10));
            List<String> heard = new CopyOnWriteArrayList<>();
            theirs.watch((key, value) -> heard.add(key + "=" + value.text()));
            mine.update("k", (before, writer) -> new Latest("1", writer.stamp()));
            await(() -> theirs.all().size() == 1);
            now.addAndGet(10_001);
            assertEquals(0, theirs.all().size());
            assertEquals(Latest.NONE, theirs.get("k"));
            await(() -> heard.equals(List.of("k=1", "k=null")));
            await(() -> mine.root() == theirs.root()
                    && mine.root() == b.open("n", Latest.NONE, null).root());
        }
    }

    /** One wrong clock must not make its values win for ever, nor take the other clocks with it. */
    @Test
    void shouldTakeWhatIsFarAheadOnceItsTimeHasCome() {
        AtomicLong now = new AtomicLong(1_000_000);
        try (PlayedNetwork network = new PlayedNetwork(0, 0);
                SharedMaps a = new SharedMaps(
                        network.end("a"), REPAIR, () -> Instant.ofEpochMilli(now.get() + 60_000), l -> {});
                SharedMaps b =
                        new SharedMaps(network.end("b"), REPAIR, () -> Instant.ofEpochMilli(now.get()), l -> {})) {
            SharedMap<Latest> wrong = a.open("m", Latest.NONE, null);
            SharedMap<Latest> right = b.open("m", Latest.NONE, null);
            wrong.update("k", (before, writer) -> new Latest("wrong", writer.stamp()));
            await(() -> b.figures().behind().get("a").toMillis() > 3 * REPAIR.toMillis());
            assertEquals(Latest.NONE, right.get("k"));
            now.addAndGet(60_000 - Writer.SKEW.toMillis());
            await(() -> "wrong".equals(right.get("k").text()));
            Latest later = right.update("k", (before, writer) -> new Latest("right", writer.stamp()));
            assertTrue(later.stamp().compareTo(wrong.get("k").stamp()) > 0
                    || wrong.get("k").equals(later));
            await(() -> "right".equals(wrong.get("k").text()));
            await(() -> Duration.ZERO.equals(b.figures().behind().get("a")));
        }
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws IOException {
        Random random = new Random(SEED);
        List<String> log = new CopyOnWriteArrayList<>();
        try (PlayedNetwork network = new PlayedNetwork(0, 0);
                SharedMaps a = node(network, "a", log)) {
            SharedMap<Latest> mine = a.open("m", Latest.NONE, null);
            mine.update("k", (before, writer) -> new Latest("1", writer.stamp()));
            long root = mine.root();
            Wire stranger = network.end("z");
            byte[] good = new Saying.Values("m", false, Map.of("k", Encoding.encode(mine.get("k")))).encode();
            for (int i = 0; i < 100_000; i++) {
                byte[] bad = random.nextBoolean() ? good.clone() : new byte[random.nextInt(60)];
                if (bad.length == good.length) {
                    // The kind of saying or of value, a length, a count, or an end that is missing.
                    bad[random.nextInt(8)] ^= (byte) (1 + random.nextInt(255));
                    bad = Arrays.copyOf(bad, random.nextInt(bad.length));
                } else {
                    random.nextBytes(bad);
                }
                stranger.send("a", bad);
            }
            await(() -> a.figures().refused() > 90_000);
            assertEquals(root, mine.root());
            assertEquals(1, log.size(), log::toString);
            assertFalse(log.getFirst().contains("ALARM"), log::toString);
        }
    }

    @Test
    void shouldRefuseWhatIsTooLongToBeShared() {
        try (PlayedNetwork network = new PlayedNetwork(0, 0);
                SharedMaps a = node(network, "a", new ArrayList<>())) {
            SharedMap<Latest> mine = a.open("m", Latest.NONE, null);
            IllegalArgumentException key = assertThrows(
                    IllegalArgumentException.class,
                    () -> mine.update("k".repeat(1_001), (before, writer) -> new Latest("1", writer.stamp())));
            assertTrue(key.getMessage().contains("1001 characters"), key::getMessage);
            IllegalArgumentException value = assertThrows(
                    IllegalArgumentException.class,
                    () -> mine.update("k", (before, writer) -> new Latest("x".repeat(1 << 20), writer.stamp())));
            assertTrue(value.getMessage().contains("for 'k' in the map 'm'"), value::getMessage);
            assertEquals(0, mine.all().size());
        }
    }

    static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "not within 50 s");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
