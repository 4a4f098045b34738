package io.meridian.devservers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ServerProcessTest {
    @TempDir
    Path folder;

    @Test
    void shouldKeepOutputWhenReady() {
        try (ServerProcess process = sh("echo here; exec sleep 60")) {
            process.awaitReady(() -> process.tail().contains("here"), Duration.ofSeconds(10));
            assertTrue(process.isAlive());
            process.stop();
            assertFalse(process.isAlive());
        }
    }

    @Test
    void shouldQuoteOutputWhenItEndsBeforeItIsReady() {
        try (ServerProcess process = sh("echo the disk is on fire; exit 7")) {
            String text = assertThrows(
                            IllegalStateException.class, () -> process.awaitReady(() -> false, Duration.ofSeconds(10)))
                    .getMessage();
            assertTrue(text.contains("exit=7"), text);
            assertTrue(text.contains("the disk is on fire"), text);
        }
    }

    @Test
    void shouldKillWhenNotReadyInTime() {
        try (ServerProcess process = sh("exec sleep 60")) {
            assertThrows(IllegalStateException.class, () -> process.awaitReady(() -> false, Duration.ofMillis(50)));
            assertFalse(process.isAlive());
        }
    }

    @Test
    void shouldNotRunWhilePaused() {
        try (ServerProcess process = sh("trap 'echo ended; exit 0' TERM; echo up; while :; do sleep 0.05; done")) {
            process.awaitReady(() -> process.tail().contains("up"), Duration.ofSeconds(10));
            process.pause();
            ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
            handle.destroy();
            assertThrows(TimeoutException.class, () -> handle.onExit().get(300, TimeUnit.MILLISECONDS));
            process.resume();
            process.stop();
            assertTrue(process.tail().contains("ended"), process.tail());
        }
    }

    /** So Ctrl-C does not reach it, and it shares the processor with the tests as any thread of theirs. */
    @Test
    void shouldLeadItsOwnGroupInTheSameSession() throws IOException {
        String[] own = Files.readString(Path.of("/proc/self/stat")).split(" ");
        try (ServerProcess process = sh("cut -d' ' -f5,6 /proc/$$/stat; exec sleep 60")) {
            process.awaitReady(() -> process.tail().contains(" "), Duration.ofSeconds(10));
            assertEquals(process.pid() + " " + own[5], process.tail().strip());
        }
    }

    @Test
    void shouldFindProgramsOnThePath() {
        assertTrue(ServerProcess.find("sh").isAbsolute());
        assertNull(ServerProcess.find("no-such-program-anywhere"));
    }

    @Test
    void shouldGiveDifferentPortsWhenAskedTwice() {
        assertNotEquals(FreePorts.next(), FreePorts.next());
    }

    private ServerProcess sh(String script) {
        return ServerProcess.start("script", List.of("sh", "-c", script), folder.resolve("script.log"));
    }
}
