package io.meridian.plugins.replay;

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

/** The plugin as the platform starts it keeps the contract of a data gateway. */
@Tag("server")
final class ConformanceTest {
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldPassTheChecksOfADataGateway(@TempDir Path folder) throws Exception {
        Subject subject = Subject.ofClass(
                ReplayGateway.class.getName(),
                Manifest.of(ReplayGateway.class).yaml(),
                Map.of(
                        "file",
                        Path.of("../../examples/data/bars-5m.csv")
                                .toAbsolutePath()
                                .normalize()
                                .toString(),
                        "speed",
                        "1000"));
        List<Result> results = new Conformance(subject, Files.createDirectory(folder.resolve("mk")))
                .run(EnumSet.of(Group.DATA_GATEWAY), result -> {});
        assertEquals(List.of(), Result.lines(results, Outcome.FAILED, Outcome.SKIPPED));
        assertEquals(5, results.size());
    }
}
