package io.meridian.audit.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.Logs;
import io.meridian.audit.log.AuditLog;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log is verified while it is being written, with a checkpoint each hundred records. */
final class LiveLogTest {
    private static final int LOOKS = 15;

    @TempDir
    Path folder;

    @Test
    void shouldFindNothingInALogThatGrows() throws Exception {
        Logs.write(folder, 5_000);
        boolean[] over = new boolean[1];
        Thread writing = Thread.ofPlatform().start(() -> {
            try (AuditLog log = Logs.open(folder)) {
                for (int i = 5_000; !over[0]; i += 50) {
                    Logs.append(log, i, 50);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                }
            }
        });
        long sealed = 0;
        try {
            for (int i = 0; i < LOOKS; i++) {
                Verification seen = Logs.verify(folder);
                assertEquals(List.of(), seen.findings(), "at look " + i);
                assertTrue(seen.sealed() >= sealed, seen::toString);
                sealed = seen.sealed();
            }
        } finally {
            over[0] = true;
            writing.join();
        }
        assertTrue(sealed > 5_000, "it did not grow meanwhile");
        assertTrue(Logs.verify(folder).isGood());
    }
}
