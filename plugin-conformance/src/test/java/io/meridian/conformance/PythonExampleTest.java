package io.meridian.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.conformance.Result.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plugin in another language than ours, over gRPC, does what it should. */
@Tag("server")
final class PythonExampleTest {
    @TempDir
    private Path generated;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldPassTheLifecycleAndMessageGroupsWhenItIsTheExample() throws Exception {
        Path folder = Files.createTempDirectory("mk");
        List<Result> results = new Conformance(new PythonExample(generated).subject(), folder)
                .run(EnumSet.of(Group.LIFECYCLE, Group.MESSAGES), result -> {});
        Files.delete(folder);

        List<String> failures = results.stream()
                .filter(result -> result.outcome() == Outcome.FAILED)
                .map(result -> result.check().id() + " " + result.check().title() + ": " + result.text())
                .toList();
        assertEquals(List.of(), failures);
        Set<String> skipped = results.stream()
                .filter(result -> result.outcome() == Outcome.SKIPPED)
                .map(result -> result.check().id())
                .collect(Collectors.toSet());
        assertEquals(Set.of("L33"), skipped, "what does not concern a plugin that keeps state");
    }
}
