package io.meridian.plugin.contract.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.memory.AttachMemory.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes and one file. */
final class AttachMemoryProcessTest {
    private static final int MESSAGES = 20_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    private Path folder;

    private final IdleStrategy idle = new SleepingMillisIdleStrategy(1);
    private Process peer;

    private Process start(Path file) throws IOException {
        peer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--add-opens",
                        "java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AttachPeer.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        return peer;
    }

    @AfterEach
    void stop() {
        if (peer != null) {
            peer.destroyForcibly();
        }
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited for: " + what);
            idle.idle();
        }
    }

    @Test
    void shouldTalkAcrossProcessesInOrder() throws Exception {
        Path file = folder.resolve("attach.ring");
        try (AttachMemory memory = AttachMemory.create(file, 64 << 10, 64 << 10)) {
            Process plugin = start(file);
            await("a sign of life", () -> memory.heartbeat(Side.PLUGIN) != 0);
            assertEquals(plugin.pid(), memory.process(Side.PLUGIN));
            memory.unlink();

            UnsafeBuffer message = new UnsafeBuffer(new byte[200]);
            int[] counts = new int[2];
            long[] wrong = {-1};
            await("all messages to come back", () -> {
                while (counts[0] < MESSAGES) {
                    message.putLong(0, counts[0]);
                    if (!memory.toPlugin().write(1 + counts[0] % 7, message, 0, 8 + counts[0] % 190)) {
                        break;
                    }
                    counts[0]++;
                }
                memory.toSidecar().read((type, buffer, index, length) -> {
                    int n = counts[1]++;
                    if (buffer.getLong(index) != n || length != 8 + n % 190 || type != 1 + n % 7) {
                        wrong[0] = n;
                    }
                });
                return counts[1] == MESSAGES;
            });
            assertEquals(-1, wrong[0]);

            long before = memory.heartbeat(Side.PLUGIN);
            long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
            assertTrue(Math.abs(now - before) < 10_000, "both clocks are one: now=" + now + " heartbeat=" + before);
            memory.sayGone(Side.SIDECAR);
            await("the plugin to leave", () -> memory.isGone(Side.PLUGIN));
            assertTrue(plugin.waitFor(30, TimeUnit.SECONDS));
            assertEquals(0, plugin.exitValue());
        }
    }

    @Test
    void shouldShowWhenAProcessWasKilled() throws Exception {
        Path file = folder.resolve("attach.ring");
        try (AttachMemory memory = AttachMemory.create(file, 64 << 10, 64 << 10)) {
            Process plugin = start(file);
            await("a sign of life", () -> memory.heartbeat(Side.PLUGIN) != 0);
            plugin.destroyForcibly();
            assertTrue(plugin.waitFor(30, TimeUnit.SECONDS));
            long last = memory.heartbeat(Side.PLUGIN);
            await("a second of silence", () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) - last > 1_000);
            assertEquals(last, memory.heartbeat(Side.PLUGIN));
            assertFalse(memory.isGone(Side.PLUGIN), "it could not say goodbye");
            assertFalse(ProcessHandle.of(memory.process(Side.PLUGIN))
                    .map(ProcessHandle::isAlive)
                    .orElse(false));
        }
    }
}
