package io.meridian.cluster.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred nodes on a played network that delays and loses messages: the maps' own code, with the intervals of production. */
final class HundredMapsTest {
    private static final int NODES = 100;
    private static final int TOLD_EVERY_MS = 2_000;
    private static final int ROUNDS = 5;
    private static final Duration REPAIR = Duration.ofSeconds(5);

    @Test
    @Timeout(120)
    void shouldKeepAHundredNodesEqualWithFewBytes() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        List<SharedMaps> nodes = new ArrayList<>();
        try (PlayedNetwork network = new PlayedNetwork(0.01, 50)) {
            List<SharedMap<Latest>> maps = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                SharedMaps node = new SharedMaps(network.end("n" + i), REPAIR, InstantSource.system(), log::add);
                nodes.add(node);
                maps.add(node.open("nodes", Latest.NONE, null));
            }
            long beganNs = System.nanoTime();
            long before = network.bytes.sum();
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < NODES; i++) {
                    String text = "{\"manager\":true,\"round\":" + round + "}";
                    maps.get(i).update("n" + i, (last, writer) -> new Latest(text, writer.stamp()));
                }
                TimeUnit.MILLISECONDS.sleep(TOLD_EVERY_MS);
            }
            double seconds = (System.nanoTime() - beganNs) / 1e9;
            double perNode = (network.bytes.sum() - before) / seconds / NODES;
            long toldNs = System.nanoTime();
            while (maps.stream().map(SharedMap::root).distinct().count() > 1) {
                assertTrue(System.nanoTime() - toldNs < 4 * REPAIR.toNanos(), "not equal in time");
                TimeUnit.MILLISECONDS.sleep(20);
            }
            System.out.printf(
                    "maps: %d nodes that each tell of themselves every 2 s at 1 %% loss: each sends %.0f bytes a"
                            + " second; equal %d ms after the last%n",
                    NODES, perNode, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - toldNs));
            assertEquals(NODES, maps.getLast().all().size());
            assertTrue(perNode < 20_000, () -> "each node sends " + perNode + " bytes a second");
            assertEquals(List.of(), log);
        } finally {
            nodes.forEach(SharedMaps::close);
        }
    }
}
