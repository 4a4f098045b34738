package io.meridian.sdk.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.sdk.record.Kind;
import io.meridian.sdk.record.Recording;
import io.meridian.sdk.test.FakeSidecar;
import io.meridian.sdk.test.VirtualClock;
import java.nio.file.Path;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording begins with. */
final class RecordedStartTest {
    @Test
    void shouldBeginWithTheStartWhenAnAttachBeforeItWasNotAnswered(@TempDir Path folder) {
        VirtualClock clock = new VirtualClock();
        Path file = folder.resolve("one.rec");
        try (FakeSidecar sidecar = new FakeSidecar(folder.resolve("sidecar"), clock, clock::monotonicNs).open()) {
            IdleStrategy idle = new IdleStrategy() {
                @Override
                public void idle(int workCount) {
                    idle();
                }

                @Override
                public void idle() {
                    sidecar.step();
                    clock.set(clock.nanoTime() + 10_000_000);
                }

                @Override
                public void reset() {}
            };
            PluginRuntime runtime =
                    new PluginRuntime(RuntimeOptions.of(folder.resolve("sidecar"), EventClockTest.Looking.class)
                            .clocks(clock, clock::monotonicNs)
                            .idle(idle)
                            .recording(file));
            sidecar.press(true);
            runtime.doWork();
            assertFalse(runtime.isAttached());
            sidecar.press(false);
            for (int i = 0; i < 1_000 && !runtime.isAttached(); i++) {
                idle.idle();
                runtime.doWork();
            }
            assertTrue(runtime.isAttached());
            runtime.stop();
            runtime.doWork();
        }
        try (Recording recording = Recording.open(file)) {
            assertEquals(Kind.STARTED, recording.next().kind());
        }
    }
}
