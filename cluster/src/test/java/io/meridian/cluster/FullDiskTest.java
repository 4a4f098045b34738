package io.meridian.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.cluster.decision.Outcome;
import io.meridian.cluster.decision.UndecidedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disk of one node becomes full, of the one that counts votes or of another: the others decide on, and what was decided holds. */
@Tag("server")
@Timeout(120)
final class FullDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int DECIDED_AFTER = 50;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldDecideOnWhenTheDiskOfOneIsFull(boolean ofTheCounter) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("b"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk.toString()),
                "SKIPPED: needs the right to mount a small file system");
        try (Trio trio = new Trio(folder, Map.of())) {
            for (String name : ofTheCounter ? List.of("b", "a", "c") : List.of("a", "c", "b")) {
                trio.start(name);
            }
            trio.leader();
            String counter = trio.node("a").decisions().standing().counter();
            assumeTrue(counter.equals("b") == ofTheCounter, "another one counts votes: " + counter);
            decideUntilFull(trio, disk, ofTheCounter);
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void decideUntilFull(Trio trio, Path disk, boolean ofTheCounter) throws Exception {
        int decided = 0;
        int undecided = 0;
        long longestNs = 0;
        String last = "";
        int afterwards = 0;
        while (afterwards < DECIDED_AFTER) {
            String text = decided + undecided + " " + "x".repeat(2_000);
            long beganNs = System.nanoTime();
            try {
                Outcome outcome =
                        trio.node("a").decisions().put("register", text.getBytes(StandardCharsets.UTF_8), -1, PATIENCE);
                assertTrue(outcome.isAccepted());
                decided++;
                last = text;
                undecided = 0;
            } catch (UndecidedException notYet) {
                undecided++;
                assertTrue(undecided < 10, "nothing is decided any more, after " + decided);
            }
            longestNs = Math.max(longestNs, System.nanoTime() - beganNs);
            if (Files.getFileStore(disk).getUsableSpace() < 4_096) {
                afterwards++;
            }
            assertTrue(decided < 5_000, "a disk of 400 KB took it all");
        }
        String wanted = last;
        Trio.await(
                20,
                "the others do not know what was decided",
                () -> List.of("a", "c").stream()
                        .allMatch(name -> trio.node(name)
                                .decisions()
                                .get("register")
                                .text()
                                .equals(wanted)));
        Trio.await(
                20,
                "the one whose disk is full does not say so",
                () -> trio.node("b").failure() != null);
        assertTrue(trio.node("b").failure().contains("disk full"), trio.node("b")::failure);
        System.out.printf(
                "full disk, of %s: %d decided, the longest wait %d ms%n",
                ofTheCounter ? "the counter" : "a voter", decided, TimeUnit.NANOSECONDS.toMillis(longestNs));
        assertTrue(run("mount", "-o", "remount,size=64m", disk.toString()));
        trio.stop("b");
        trio.start("b");
        Trio.await(
                20,
                "it does not learn what it missed",
                () -> trio.node("b").decisions().get("register").text().equals(wanted));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
