package io.meridian.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes as processes, which together write 2,000 times a second, while each is killed and each is stopped: in the end all have the same, and all that those wrote that live. */
@Tag("server")
final class SharedMapsUnderFaultsTest {
    private static final int RATE = 700;
    private static final long EQUAL_WITHIN_NS = TimeUnit.SECONDS.toNanos(10);

    @TempDir
    Path folder;

    private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();
    private String seeds;

    private record Said(long own, long all, String hash, long repaired) {
        static Said by(NodeProcess node, String order) throws IOException {
            String[] words = node.ask(order).split(" ");
            return new Said(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2], Long.parseLong(words[3]));
        }
    }

    private void start(String name) throws IOException {
        nodes.put(name, NodeProcess.start(WritingNode.class, folder, name, seeds, RATE));
    }

    @AfterEach
    void end() throws Exception {
        for (NodeProcess node : nodes.values()) {
            node.signal("CONT");
            node.kill();
        }
    }

    @Test
    @Timeout(180)
    void shouldBeEqualAfterEachWasKilledAndEachWasStopped() throws Exception {
        faults(8);
    }

    @Test
    @Tag("long")
    @Timeout(400)
    void shouldBeEqualAfterEachWasStoppedForHalfAMinute() throws Exception {
        faults(30);
    }

    private void faults(int stoppedForS) throws Exception {
        seeds = Trio.freeSeeds();
        for (String name : Trio.NAMES) {
            start(name);
        }
        awaitGrowth();
        for (String name : Trio.NAMES) {
            long known = Said.by(nodes.get(name), "sum").all();
            nodes.get(name).kill();
            long killedNs = System.nanoTime();
            start(name);
            System.out.printf(
                    "maps: %s was killed, and is back after %d ms%n",
                    name, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedNs));
            awaitKnown(known);
        }
        for (String name : Trio.NAMES) {
            nodes.get(name).signal("STOP");
            TimeUnit.SECONDS.sleep(stoppedForS);
            nodes.get(name).signal("CONT");
            TimeUnit.SECONDS.sleep(1);
        }
        awaitGrowth();
        provedEqual();
    }

    /** Each has what all had before one was killed: were the next one killed earlier, it might take the last copy with it. */
    private void awaitKnown(long known) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        for (NodeProcess node : nodes.values()) {
            Said now = Said.by(node, "sum");
            while (now.all() < known) {
                Said seen = now;
                assertTrue(System.nanoTime() - deadlineNs < 0, () -> seen + " has not " + known);
                TimeUnit.MILLISECONDS.sleep(100);
                now = Said.by(node, "sum");
            }
        }
    }

    /** Each of them hears of what the others write. */
    private void awaitGrowth() throws Exception {
        for (NodeProcess node : nodes.values()) {
            Said before = Said.by(node, "sum");
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            Said now = before;
            while (now.all() - before.all() < (now.own() - before.own()) * 3 / 2
                    || now.own() - before.own() < RATE / 2) {
                assertTrue(System.nanoTime() - deadlineNs < 0, before + " became no more than " + now);
                TimeUnit.MILLISECONDS.sleep(100);
                now = Said.by(node, "sum");
            }
        }
    }

    private void provedEqual() throws Exception {
        List<Said> last = new ArrayList<>();
        for (NodeProcess node : nodes.values()) {
            last.add(Said.by(node, "stop"));
        }
        long stoppedNs = System.nanoTime();
        long written = last.stream().mapToLong(Said::own).sum();
        while (last.stream().map(Said::hash).distinct().count() > 1) {
            List<Said> seen = List.copyOf(last);
            assertTrue(System.nanoTime() - stoppedNs < EQUAL_WITHIN_NS, () -> "not equal in time: " + seen);
            TimeUnit.MILLISECONDS.sleep(50);
            last.clear();
            for (NodeProcess node : nodes.values()) {
                last.add(Said.by(node, "sum"));
            }
        }
        System.out.printf(
                "maps: equal %d ms after the last of %d writes of those that live, %s%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stoppedNs), written, last);
        // Those that were killed had told the others before, too.
        assertTrue(last.getFirst().all() > written, last::toString);
    }
}
