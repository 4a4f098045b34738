package io.meridian.conformance.role;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.conformance.Conformance;
import io.meridian.conformance.Group;
import io.meridian.conformance.Result;
import io.meridian.conformance.Result.Outcome;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.runtime.RuntimeOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does its role rightly passes its group of checks, and those for all. */
@Tag("server")
final class RolesPassTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                RandomWalk.class,
                Momentum.class,
                PaperVenue.class,
                TargetOrders.class,
                HalvingRouter.class,
                FillBook.class
            })
    void shouldPassItsGroupWhenAPluginDoesItsRole(Class<? extends Plugin> type) throws Exception {
        var subject = ThreadLauncher.subject(type, () -> RuntimeOptions.create(type));
        Path folder = Files.createTempDirectory("mk");
        List<Result> results =
                new Conformance(subject, folder).run(EnumSet.of(Group.ofPool(subject.pool())), result -> {});
        Files.delete(folder);
        assertEquals(
                List.of(),
                results.stream()
                        .filter(result -> result.outcome() != Outcome.PASSED)
                        .map(result -> result.check().id() + " " + result.text())
                        .toList());
    }
}
