package io.meridian.plugins.riskparity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.conformance.Conformance;
import io.meridian.conformance.Group;
import io.meridian.conformance.Result;
import io.meridian.conformance.Result.Outcome;
import io.meridian.conformance.Subject;
import io.meridian.sdk.runtime.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The plugin as the platform starts it keeps the contract of every plugin. */
@Tag("long")
final class ConformanceTest {
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldPassTheChecksOfEveryPlugin(@TempDir Path folder) throws Exception {
        Subject subject = Subject.ofClass(
                RiskParityOptimizer.class.getName(),
                Manifest.of(RiskParityOptimizer.class).yaml(),
                Map.of());
        List<Result> results = new Conformance(subject, Files.createDirectory(folder.resolve("mk")))
                .run(EnumSet.of(Group.LIFECYCLE, Group.MESSAGES), result -> {});
        assertEquals(List.of(), Result.lines(results, Outcome.FAILED));
        // Of the others most are about messages that an optimizer answers; it answers none of the kit's.
        assertTrue(Result.lines(results, Outcome.PASSED).size() >= 50, () -> results.toString());
    }
}
