package io.meridian.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plugin in a process of its own, killed under load wherever it may be: receiving, publishing, keeping its state. */
class KilledPluginTest {
    @TempDir
    Path root;

    private SidecarRig rig;
    private Process process;

    @BeforeEach
    void open() {
        rig = new SidecarRig(root);
    }

    @AfterEach
    void close() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        rig.close();
    }

    @Test
    void shouldRecoverTheStateOfAnUndisturbedTwinWhenThePluginIsKilled() throws Exception {
        killAgainAndAgain(3, 3_000, false);
    }

    @Test
    void shouldRecoverTheStateOfAnUndisturbedTwinWhenTheSidecarIsStartedAnewAsWell() throws Exception {
        killAgainAndAgain(2, 3_000, true);
    }

    @Test
    @Tag("long")
    @Timeout(900)
    void shouldRecoverTheStateOfAnUndisturbedTwinAfterManyKills() throws Exception {
        killAgainAndAgain(40, 40_000, true);
    }

    private void killAgainAndAgain(int kills, int orders, boolean sidecarToo) throws Exception {
        SplittableRandom random = new SplittableRandom(kills);
        Bus bus = rig.bus();
        Publisher publisher = bus.publisher(PublisherSpec.durable("platform.oms.orders"));
        Map<Long, String> published = new HashMap<>();
        int[] unflagged = {0};
        Subscription out = bus.subscribe(SubscriptionSpec.durable("platform.signal.hash"), message -> {
            String text = message.buffer().getStringWithoutLengthUtf8(message.offset(), message.length());
            long count = Long.parseLong(text.substring(0, text.indexOf(' ')));
            String before = published.put(count, text);
            if (before != null && !message.isDuplicatePossible()) {
                unflagged[0]++;
            }
            assertTrue(before == null || before.equals(text), "a repeat differs: " + before + " / " + text);
            return Verdict.ACCEPT;
        });
        rig.startGranted("a");
        process = start(orders);
        Await.until("it receives", () -> offerAndCount(publisher, out, 1, 1, published));
        long twin = CountingPlugin.next(0, "order 1");
        int killEvery = orders / (kills + 1);
        assertTrue(killEvery > 100);
        for (int i = 2; i <= orders; i++) {
            offer(publisher, i);
            twin = CountingPlugin.next(twin, "order " + i);
            out.poll(100);
            if (i % 200 == 0) {
                LockSupport.parkNanos(random.nextLong(1_000_000, 20_000_000));
            }
            if (i % killEvery == 0 && i / killEvery <= kills) {
                long few = Math.min(i, published.size() + 50 + random.nextLong(killEvery / 2));
                Await.until("it is at work", () -> out.poll(10) >= 0 && published.size() >= few);
                process.destroyForcibly().waitFor();
                if (sidecarToo && random.nextBoolean()) {
                    rig.stop("a");
                    rig.start("a");
                }
                process = start(orders);
            }
        }
        long expected = twin;
        try {
            Await.until("the result is there", () -> {
                out.poll(100);
                return Files.exists(rig.folder("a").resolve("result"));
            });
        } catch (AssertionError inVain) {
            throw new AssertionError(state(published), inVain);
        }
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(orders + " " + expected, Files.readString(rig.folder("a").resolve("result")));
        Await.until("all was published", () -> {
            out.poll(100);
            return published.size() == orders;
        });
        assertEquals(0, unflagged[0], "repeats without a flag");
    }

    private String state(Map<Long, String> published) {
        try {
            Path log = root.resolve("plugin.log");
            return published.size() + " published, " + rig.lines + (Files.exists(log) ? Files.readString(log) : "");
        } catch (IOException e) {
            return e.toString();
        }
    }

    private boolean offerAndCount(
            Publisher publisher, Subscription out, int from, int to, Map<Long, String> published) {
        if (publisher.sequence() < to) {
            offer(publisher, from);
        }
        out.poll(100);
        return !published.isEmpty();
    }

    private static void offer(Publisher publisher, int number) {
        byte[] bytes = ("order " + number).getBytes(StandardCharsets.UTF_8);
        Await.until("the bus takes it", () -> publisher.offer(new UnsafeBuffer(bytes), 0, bytes.length) > 0);
    }

    private Process start(int orders) throws IOException {
        return TestProcess.start(
                CountingPlugin.class,
                root.resolve("plugin.log"),
                rig.folder("a").toString(),
                Integer.toString(orders));
    }
}
