package io.meridian.manager.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.Manager;
import io.meridian.manager.TestManager;
import io.meridian.manager.basis.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthBookTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTakeASidecarForSilentWhenItIsMoreThanLate() {
        TestManager test = new TestManager(folder, Mode.DEVELOPMENT);
        try (Manager manager = test.open()) {
            HealthBook health = manager.health();
            health.silent("m1", "nobody is there");
            assertTrue(health.answer("m1").isSilent(), "it never answered");
            Instant first = health.answer("m1").heardAt();
            test.clock.advance(Duration.ofSeconds(1));
            health.silent("m1", "nobody is there");
            assertEquals(first, health.answer("m1").heardAt(), "it is known since when");

            health.heard("m1", "{\"state\":\"READY\",\"attached\":true}");
            test.clock.advance(Duration.ofSeconds(1));
            health.silent("m1", "no answer in time");
            assertTrue(health.isReady("m1"), "it said so a moment ago");
            test.clock.advance(Duration.ofSeconds(4));
            health.silent("m1", "no answer in time");
            assertTrue(health.answer("m1").isSilent());
            assertFalse(health.isReady("m1"));
        }
    }
}
