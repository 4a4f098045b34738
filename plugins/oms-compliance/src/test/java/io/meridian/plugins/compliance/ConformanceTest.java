package io.meridian.plugins.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** The plugin as the platform starts it keeps the contract of an order manager. */
@Tag("server")
final class ConformanceTest {
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldPassTheChecksOfAnOrderManager(@TempDir Path folder) throws Exception {
        Subject subject = Subject.ofClass(
                ComplianceManager.class.getName(),
                Manifest.of(ComplianceManager.class).yaml(),
                Map.of());
        List<Result> results = new Conformance(subject, Files.createDirectory(folder.resolve("mk")))
                .run(EnumSet.of(Group.ORDER_MANAGER), result -> {});
        assertEquals(List.of(), Result.lines(results, Outcome.FAILED, Outcome.SKIPPED));
        assertEquals(8, results.size());
    }
}
