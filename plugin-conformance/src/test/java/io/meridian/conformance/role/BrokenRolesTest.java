package io.meridian.conformance.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.conformance.Check;
import io.meridian.conformance.Conformance;
import io.meridian.conformance.Result;
import io.meridian.conformance.Result.Outcome;
import io.meridian.conformance.role.BrokenRoles.Broken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What does its role wrongly is found, by the check that is there for it. */
final class BrokenRolesTest {
    /** They mostly wait for what does not come. */
    private static final int AT_ONCE = 6;

    private static List<Check> roleChecks() {
        return Conformance.checks().stream()
                .filter(check -> !check.group().isForAll())
                .toList();
    }

    @Test
    void shouldHaveABrokenPluginForEachCheckOfARole() {
        Set<String> checks = roleChecks().stream().map(Check::id).collect(Collectors.toCollection(TreeSet::new));
        Set<String> broken =
                BrokenRoles.all().stream().map(Broken::check).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(checks, broken);
    }

    @Test
    @Tag("server")
    void shouldFindWhatIsWrongWhenAPluginDoesItsRoleWrongly() throws Exception {
        List<Future<String>> missed = new ArrayList<>();
        try (ExecutorService runs = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Broken broken : BrokenRoles.all()) {
                missed.add(runs.submit(() -> missed(broken)));
            }
        }
        List<String> texts = new ArrayList<>();
        for (Future<String> text : missed) {
            if (!text.get().isEmpty()) {
                texts.add(text.get());
            }
        }
        assertTrue(texts.isEmpty(), () -> String.join("\n", texts));
    }

    /** Empty when the check found it. */
    private static String missed(Broken broken) throws Exception {
        Check check = roleChecks().stream()
                .filter(each -> each.id().equals(broken.check()))
                .findFirst()
                .orElseThrow();
        Path folder = Files.createTempDirectory("mk");
        try {
            Result result = new Conformance(ThreadLauncher.subject(broken.role(), broken.plugin()), folder).run(check);
            return result.outcome() == Outcome.FAILED && result.text().contains(broken.complaint())
                    ? ""
                    : broken + " -> " + result.outcome() + " " + result.text();
        } finally {
            Files.delete(folder);
        }
    }
}
