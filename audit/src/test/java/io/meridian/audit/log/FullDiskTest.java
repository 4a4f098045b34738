package io.meridian.audit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.audit.Logs;
import io.meridian.audit.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FullDiskTest {
    @TempDir
    private Path folder;

    @Test
    void shouldSayWhyAndLoseNothingWhenTheDiskIsFullForAWhile() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()),
                "SKIPPED: needs the right to mount a small file system");
        try {
            int count = 0;
            try (AuditLog log = Logs.open(disk)) {
                while (log.blocked() == null) {
                    Logs.append(log, count, 50);
                    count += 50;
                    log.work();
                    assertTrue(count < 100_000, "a disk of two megabytes took it all");
                }
                assertTrue(log.blocked().contains("cannot be written"), log.blocked());
                int before = count;
                Logs.append(log, count, 1_000);
                count += 1_000;
                log.work();
                assertTrue(log.safe() < before, "what is not written is not safe");
                assertTrue(run("mount", "-o", "remount,size=64m", disk.toString()));
                long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (log.safe() < count || log.trouble() != null) {
                    log.work();
                    assertTrue(System.nanoTime() - deadlineNs < 0, () -> log.blocked() + " " + log.trouble());
                    LockSupport.parkNanos(5_000_000);
                }
                assertNull(log.blocked());
                Logs.append(log, count, 100);
                count += 100;
            }
            Verification found = Logs.verify(disk);
            assertTrue(found.isGood(), found::toString);
            assertEquals(count, found.records());
            assertEquals(count, found.sealed());
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
