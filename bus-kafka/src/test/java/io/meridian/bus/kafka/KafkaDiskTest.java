package io.meridian.bus.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.kafka.Rig.Reader;
import io.meridian.bus.kafka.Rig.Writer;
import io.meridian.bus.testkit.Await;
import io.meridian.devservers.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class KafkaDiskTest {
    private static final String FILLER = "x".repeat(2000);

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 150, unit = TimeUnit.SECONDS)
    void shouldTellOnceAndLoseNothingConfirmedWhenTheDiskOfTheBrokerIsFull() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString()),
                "SKIPPED: needs the right to mount a small file system");
        try (KafkaBroker broker =
                        KafkaBroker.in(folder).data(disk.resolve("data")).start();
                Rig rig = new Rig(broker.bootstrap(), "kafka.partitions", "1").connected()) {
            Writer writer = rig.writer("platform.oms.large", Profile.DURABLE);
            Await.within(Duration.ofSeconds(60)).showing(rig::told).until("trouble with the disk", () -> {
                for (int i = 0; i < 1000 && writer.offer(writer.sequence + FILLER) > 0; i++) {
                    LockSupport.parkNanos(1);
                }
                return !rig.losses.isEmpty() || !rig.failures.isEmpty();
            });
            long confirmed = writer.publication.confirmedPosition();
            assertTrue(confirmed > 1000 && confirmed < writer.sequence, "confirmed=" + confirmed);
            assertEquals(1, rig.losses.size() + rig.failures.size(), rig.told());
            assertTrue(rig.told().contains("disk"), rig.told());

            broker.kill();
            assertTrue(run("mount", "-o", "remount,size=512m", disk.toString()));
            broker.start();
            writer.confirmed();
            Reader reader = rig.durable("platform.oms.large", null, StartAt.EARLIEST);
            long count = writer.sequence;
            reader.read((int) count);
            for (int i = 0; i < count; i++) {
                assertTrue(reader.texts.get(i).startsWith(i + "x"), "message " + i);
            }
            broker.kill();
            assertFalse(broker.isRunning());
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
