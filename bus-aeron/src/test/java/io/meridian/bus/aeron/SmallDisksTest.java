package io.meridian.bus.aeron;

import static io.meridian.bus.aeron.FastProfileTest.range;
import static io.meridian.bus.aeron.Rig.await;
import static io.meridian.bus.aeron.Rig.publication;
import static io.meridian.bus.aeron.Rig.subscribe;
import static io.meridian.bus.delivery.Overflow.LOSSLESS;
import static io.meridian.bus.delivery.Profile.DURABLE;
import static io.meridian.bus.delivery.Profile.FAST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On file systems in memory of a few megabytes, which only root can mount. */
@Tag("server")
class SmallDisksTest {
    @TempDir
    Path folder;

    private final List<Path> mounted = new ArrayList<>();

    @AfterEach
    void unmount() {
        mounted.forEach(path -> run("umount", "-l", path.toString()));
    }

    @Test
    void shouldWorkOnFastAndDurableWhenSharedMemoryIs64Megabytes() {
        Path memory = mount("shm", "64m");
        try (Rig rig = new Rig(folder)) {
            BusEngine engine =
                    rig.with("aeron.dir", memory.resolve("driver").toString()).openConnected();
            EngineSubscription fast = subscribe(engine, FAST, "s.*", LOSSLESS);
            EngineSubscription durable = subscribe(engine, DURABLE, "s.*", LOSSLESS);
            List<EnginePublication> publications = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                publications.add(publication(engine, FAST, "s.t" + i));
                publications.add(publication(engine, DURABLE, "s.t" + i));
            }
            for (int i = 0; i < publications.size(); i++) {
                rig.publish(publications.get(i), i / 2, 1_000);
            }
            assertEquals(
                    range(8), rig.pollUntil(fast, 8).numbers.stream().sorted().toList());
            assertEquals(
                    range(8),
                    rig.pollUntil(durable, 8).numbers.stream().sorted().toList());
            assertEquals(List.of(), rig.events.failures);
        }
    }

    @Test
    void shouldSayWhatToChangeWhenSharedMemoryIsTooSmallAtStart() {
        Path memory = mount("tiny", "16m");
        try (Rig rig = new Rig(folder)) {
            rig.with("aeron.dir", memory.resolve("driver").toString());
            String text = assertThrows(EngineException.class, rig::open).getMessage();
            assertTrue(text.contains("15 MB free") || text.contains("16 MB free"), text);
            assertTrue(text.contains("aeron.term.length") && text.contains("--shm-size"), text);
            rig.with("aeron.term.length", "128k").openConnected();
        }
    }

    @Test
    void shouldSayWhatToChangeWhenSharedMemoryRunsOut() {
        Path memory = mount("short", "32m");
        try (Rig rig = new Rig(folder)) {
            BusEngine engine =
                    rig.with("aeron.dir", memory.resolve("driver").toString()).openConnected();
            for (int i = 0; i < 20 && rig.events.failures.isEmpty(); i++) {
                engine.publication(new io.meridian.bus.engine.PublicationRequest(
                                io.meridian.bus.topic.Topic.of("one"), FAST, "owner " + i))
                        .session();
            }
            await(() -> !rig.events.failures.isEmpty(), "a failure");
            String text = rig.events.failures.getFirst().getMessage();
            assertTrue(text.contains("no space left") && text.contains("aeron.term.length"), text);
        }
    }

    @Test
    void shouldStopConfirmingSayWhyAndGoOnWhenTheDiskOfTheArchiveWasFull() throws IOException {
        Path disk = mount("disk", "24m");
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[8 << 20]);
        try (Rig rig = new Rig(folder)) {
            rig.with("aeron.archive.dir", disk.resolve("archive").toString());
            rig.with("aeron.cursor.dir", folder.resolve("cursors").toString());
            BusEngine engine = rig.openConnected();
            EnginePublication publication = publication(engine, DURABLE, "full");
            int[] session = {publication.session()};
            long[] number = {0};
            await(
                    () -> {
                        for (int i = 0; i < 1_000; i++) {
                            number[0] += rig.offer(publication, number[0], 1_000) >= 0 ? 1 : 0;
                        }
                        return !rig.events.failures.isEmpty();
                    },
                    "a failure");
            String text = rig.events.failures.getFirst().getMessage();
            assertTrue(
                    text.contains("no space left") && text.contains("aeron.archive.dir="),
                    () -> rig.events.all.toString());
            assertTrue(text.contains("Free space"), text);

            Files.delete(ballast);
            await(
                    () -> {
                        session[0] = publication.session();
                        long position = rig.offer(publication, -1, 8);
                        return position >= 0 && session[0] > 0;
                    },
                    () -> "recording to go on; " + rig.events.all);
            long position = rig.publish(publication, -2, 8);
            await(() -> publication.confirmedPosition() >= position, "confirmation");
        }
    }

    private Path mount(String name, String size) {
        Path path = folder.resolve(name);
        assumeTrue(
                System.getProperty("user.name").equals("root"),
                "SKIPPED: only root can mount a small file system; run the tests as root once");
        assertTrue(path.toFile().mkdirs());
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString()),
                "SKIPPED: this machine does not let root mount a small file system");
        mounted.add(path);
        return path;
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
