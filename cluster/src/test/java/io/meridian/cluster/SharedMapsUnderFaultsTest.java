package io.meridian.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private String seeds;

    private record Node(Process process, BufferedReader out, Writer in) {
        Said ask(String order) throws IOException {
            in.write(order + "\n");
            in.flush();
            String line = out.readLine();
            assertTrue(line != null, "it has ended");
            String[] words = line.split(" ");
            return new Said(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2], Long.parseLong(words[3]));
        }
    }

    private record Said(long own, long all, String hash, long repaired) {}

    private void start(String name) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingNode.class.getName(),
                        name,
                        seeds,
                        folder.resolve(name).toString(),
                        Integer.toString(RATE))
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
        Node node = new Node(process, process.inputReader(), process.outputWriter());
        assertEquals("ready", node.out().readLine());
        nodes.put(name, node);
    }

    @AfterEach
    void end() throws Exception {
        for (Node node : nodes.values()) {
            signal(node, "CONT");
            node.process().destroyForcibly().onExit().join();
        }
    }

    private static void signal(Node node, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(node.process().pid()))
                .start()
                .waitFor();
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
        seeds = Trio.NAMES.stream().map(name -> name + "@" + Trio.freeAddress()).collect(Collectors.joining(","));
        for (String name : Trio.NAMES) {
            start(name);
        }
        awaitGrowth();
        for (String name : Trio.NAMES) {
            nodes.get(name).process().destroyForcibly().onExit().join();
            long killedNs = System.nanoTime();
            start(name);
            System.out.printf(
                    "maps: %s was killed, and is back after %d ms%n",
                    name, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedNs));
            TimeUnit.SECONDS.sleep(1);
        }
        for (String name : Trio.NAMES) {
            signal(nodes.get(name), "STOP");
            TimeUnit.SECONDS.sleep(stoppedForS);
            signal(nodes.get(name), "CONT");
            TimeUnit.SECONDS.sleep(1);
        }
        awaitGrowth();
        provedEqual();
    }

    /** Each of them hears of what the others write. */
    private void awaitGrowth() throws Exception {
        for (Node node : nodes.values()) {
            Said before = node.ask("sum");
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            Said now = before;
            while (now.all() - before.all() < (now.own() - before.own()) * 3 / 2
                    || now.own() - before.own() < RATE / 2) {
                assertTrue(System.nanoTime() - deadlineNs < 0, before + " became no more than " + now);
                TimeUnit.MILLISECONDS.sleep(100);
                now = node.ask("sum");
            }
        }
    }

    private void provedEqual() throws Exception {
        List<Said> last = new ArrayList<>();
        for (Node node : nodes.values()) {
            last.add(node.ask("stop"));
        }
        long stoppedNs = System.nanoTime();
        long written = last.stream().mapToLong(Said::own).sum();
        while (last.stream().map(Said::hash).distinct().count() > 1) {
            List<Said> seen = List.copyOf(last);
            assertTrue(System.nanoTime() - stoppedNs < EQUAL_WITHIN_NS, () -> "not equal in time: " + seen);
            TimeUnit.MILLISECONDS.sleep(50);
            last.clear();
            for (Node node : nodes.values()) {
                last.add(node.ask("sum"));
            }
        }
        System.out.printf(
                "maps: equal %d ms after the last of %d writes of those that live, %s%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stoppedNs), written, last);
        // Those that were killed had told the others before, too.
        assertTrue(last.getFirst().all() > written, last::toString);
    }
}
