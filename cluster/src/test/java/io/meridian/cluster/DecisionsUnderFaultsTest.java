package io.meridian.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.cluster.decision.Outcome;
import io.meridian.cluster.decision.Register;
import io.meridian.cluster.decision.UndecidedException;
import io.meridian.cluster.history.Linearizable;
import io.meridian.cluster.history.Operation;
import io.meridian.cluster.history.Operation.Ending;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients at all three nodes read and write one register while nodes are ended, started and cut off at random; what they saw must be explained by one order. A seed that fails is printed, and says what
 * was done.
 */
@Tag("server")
final class DecisionsUnderFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Map<String, String> QUICK =
            Map.of("cluster.heartbeat", "100ms", "cluster.suspicion", "500ms", "cluster.confirmation", "1s");
    private static final String KEY = "register";

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void shouldBeOneRegisterWhateverHappens() throws Exception {
        for (long seed = 1; seed <= 2; seed++) {
            schedule(seed);
        }
    }

    @Test
    @Tag("long")
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void shouldBeOneRegisterInFiftySchedules() throws Exception {
        for (long seed = 100; seed < 150; seed++) {
            schedule(seed);
        }
    }

    private void schedule(long seed) throws Exception {
        List<String> done = new ArrayList<>();
        List<Operation> history = Collections.synchronizedList(new ArrayList<>());
        SplittableRandom random = new SplittableRandom(seed);
        try (Trio trio = Trio.started(folder.resolve("seed" + seed), QUICK)) {
            trio.leader();
            boolean[] over = new boolean[1];
            List<Thread> clients = new ArrayList<>();
            for (String name : Trio.NAMES) {
                SplittableRandom own = random.split();
                clients.add(Thread.ofVirtual().start(() -> {
                    int count = 0;
                    while (!over[0]) {
                        ClusterNode node = trio.node(name);
                        if (node != null) {
                            use(node, name + seed + "-" + count++, own, history);
                        }
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(own.nextInt(60)));
                    }
                }));
            }
            for (int step = 0; step < 4; step++) {
                breakSomething(trio, random, done);
            }
            over[0] = true;
            for (Thread client : clients) {
                client.join();
            }
        }
        int known = (int)
                history.stream().filter(one -> one.ending() != Ending.UNKNOWN).count();
        System.out.printf("decisions: seed %d, %s: %d operations, %d known%n", seed, done, history.size(), known);
        assertTrue(known > 20, () -> "seed " + seed + ": nothing was decided");
        assertTrue(Linearizable.is(history, ""), () -> "seed " + seed + ", " + done + ": " + history);
    }

    private static void breakSomething(Trio trio, SplittableRandom random, List<String> done) throws Exception {
        String victim = Trio.NAMES.get(random.nextInt(3));
        int pauseMs = 300 + random.nextInt(1_500);
        switch (random.nextInt(3)) {
            case 0 -> {
                done.add("end " + victim + " " + pauseMs);
                trio.stop(victim);
                rest(pauseMs);
                trio.start(victim);
            }
            case 1 -> {
                done.add("cut off " + victim + " " + pauseMs);
                trio.cutOff(victim);
                rest(pauseMs);
                trio.heal(victim);
            }
            default -> {
                done.add("go on " + pauseMs);
                rest(pauseMs);
            }
        }
        rest(1_000);
    }

    private static void rest(int ms) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    private static void use(ClusterNode node, String mine, SplittableRandom random, List<Operation> history) {
        long began = System.nanoTime();
        try {
            switch (random.nextInt(3)) {
                case 0 -> {
                    Register seen = node.decisions().read(KEY, PATIENCE);
                    history.add(Operation.read(seen.text(), began, System.nanoTime()));
                }
                case 1 -> {
                    try {
                        node.decisions().put(KEY, mine.getBytes(UTF_8), -1, PATIENCE);
                        history.add(Operation.write(mine, Ending.DONE, began, System.nanoTime()));
                    } catch (UndecidedException unknown) {
                        history.add(Operation.write(mine, Ending.UNKNOWN, began, 0));
                    }
                }
                default -> conditional(node, mine, history);
            }
        } catch (UndecidedException unread) {
            // Nothing was seen, and nothing was done.
        }
    }

    /** Each value is written once, so its text stands for its version. */
    private static void conditional(ClusterNode node, String mine, List<Operation> history) {
        Register known = node.decisions().get(KEY);
        long began = System.nanoTime();
        try {
            Outcome outcome = node.decisions().put(KEY, mine.getBytes(UTF_8), known.version(), PATIENCE);
            history.add(Operation.conditional(
                    known.text(), mine, outcome.isAccepted() ? Ending.DONE : Ending.REFUSED, began, System.nanoTime()));
        } catch (UndecidedException unknown) {
            history.add(Operation.conditional(known.text(), mine, Ending.UNKNOWN, began, 0));
        }
    }
}
