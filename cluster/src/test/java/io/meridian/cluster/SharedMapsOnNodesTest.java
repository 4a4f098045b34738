package io.meridian.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.cluster.state.Latest;
import io.meridian.cluster.state.OrSet;
import io.meridian.cluster.state.PnCounter;
import io.meridian.cluster.state.SharedMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maps over real sockets, while a node is cut off, killed and started again. */
@Tag("server")
final class SharedMapsOnNodesTest {
    private static final Map<String, String> QUICK = Map.of(
            "cluster.heartbeat", "100ms",
            "cluster.suspicion", "500ms",
            "cluster.confirmation", "1s",
            "cluster.repair", "1s");

    @TempDir
    Path folder;

    /** The maps of one node. */
    private record Maps(SharedMap<PnCounter> counters, SharedMap<OrSet> tags, SharedMap<Latest> texts) {
        static Maps of(ClusterNode node) {
            return new Maps(
                    node.maps().open("counters", PnCounter.ZERO, null),
                    node.maps().open("tags", OrSet.EMPTY, null),
                    node.maps().open("texts", Latest.NONE, null));
        }

        /** Everything that can be seen of them. */
        Map<String, Object> all() {
            Map<String, Object> all = new HashMap<>();
            all.putAll(counters.all());
            all.putAll(tags.all());
            all.putAll(texts.all());
            return all;
        }
    }

    private Map<String, Maps> opened(Trio trio) {
        Map<String, Maps> maps = new HashMap<>();
        trio.nodes().forEach(node -> maps.put(node.name(), Maps.of(node)));
        return maps;
    }

    private Trio started() throws Exception {
        Trio trio = Trio.started(folder, QUICK);
        trio.leader();
        return trio;
    }

    @Test
    void shouldKeepWhatBothSidesOfACutDid() throws Exception {
        try (Trio trio = started()) {
            Map<String, Maps> maps = opened(trio);
            maps.get("a").counters().update("n", (before, writer) -> before.plus(1, writer.name()));
            Trio.await(
                    5, "c was not told", () -> maps.get("c").counters().get("n").value() == 1);

            trio.cutOff("c");
            Trio.await(
                    10, "the cut is not seen", () -> !trio.node("a").members().isThere("c"));
            for (String name : Trio.NAMES) {
                Maps own = maps.get(name);
                long beganNs = System.nanoTime();
                for (int i = 0; i < 100; i++) {
                    String tag = name + i;
                    own.counters().update("n", (before, writer) -> before.plus(1, writer.name()));
                    own.tags().update("strategy", (before, writer) -> before.plus(tag, writer.name()));
                    own.texts().update(tag, (before, writer) -> new Latest(tag, writer.stamp()));
                }
                assertTrue(System.nanoTime() - beganNs < TimeUnit.SECONDS.toNanos(1), "writing waits for nobody");
            }
            trio.heal("c");

            long healedNs = System.nanoTime();
            Trio.await(
                    10,
                    "they are not equal",
                    () -> maps.values().stream().map(Maps::all).distinct().count() == 1);
            System.out.printf(
                    "maps: equal %d ms after the cut was healed%n",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healedNs));
            assertEquals(301, maps.get("b").counters().get("n").value());
            assertEquals(300, maps.get("b").tags().get("strategy").elements().size());
            assertEquals(300, maps.get("b").texts().all().size());
        }
    }

    @Test
    void shouldGiveAKilledNodeAllAgain() throws Exception {
        try (Trio trio = started()) {
            Map<String, Maps> maps = opened(trio);
            for (int i = 0; i < 1_000; i++) {
                String key = "k" + i;
                maps.get("a").texts().update(key, (before, writer) -> new Latest(key, writer.stamp()));
            }
            Trio.await(10, "b was not told", () -> maps.get("b").texts().all().size() == 1_000);
            trio.kill("b");
            maps.get("a").texts().update("k0", (before, writer) -> new Latest("meanwhile", writer.stamp()));
            Maps again = Maps.of(trio.start("b"));
            Trio.await(
                    10, "it has not all", () -> again.all().equals(maps.get("a").all()));
            assertEquals("meanwhile", again.texts().get("k0").text());
        }
    }

    @Test
    void shouldReachTheOthersInMilliseconds() throws Exception {
        try (Trio trio = started()) {
            Map<String, Maps> maps = opened(trio);
            Map<String, Long> writtenNs = new ConcurrentHashMap<>();
            List<Long> tookNs = new ArrayList<>();
            for (String other : List.of("b", "c")) {
                maps.get(other).texts().watch((key, value) -> {
                    long nowNs = System.nanoTime();
                    synchronized (tookNs) {
                        tookNs.add(nowNs - writtenNs.get(key));
                    }
                });
            }
            int writes = 4_000;
            for (int i = 0; i < writes; i++) {
                String key = "k" + i;
                writtenNs.put(key, System.nanoTime());
                maps.get("a").texts().update(key, (before, writer) -> new Latest("v", writer.stamp()));
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(400));
            }
            Trio.await(10, "not all came", () -> {
                synchronized (tookNs) {
                    return tookNs.size() == 2 * writes;
                }
            });
            long[] sorted = tookNs.stream().mapToLong(Long::longValue).sorted().toArray();
            System.out.printf(
                    "maps: of %d changes half came within %d us, 99 of 100 within %d us%n",
                    sorted.length, sorted[sorted.length / 2] / 1_000, sorted[sorted.length * 99 / 100] / 1_000);
            assertTrue(sorted[sorted.length / 2] < TimeUnit.MILLISECONDS.toNanos(50), () -> Arrays.toString(sorted));
            assertEquals(Set.of(0L), Set.of(trio.node("b").maps().figures().refused()));
        }
    }
}
