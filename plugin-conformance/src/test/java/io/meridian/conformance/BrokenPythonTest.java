package io.meridian.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.conformance.BrokenPython.Broken;
import io.meridian.conformance.Result.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a plugin, whatever its role, is found by the check that is there for it. */
final class BrokenPythonTest {
    /** They mostly wait for what does not come. */
    private static final int AT_ONCE = 6;

    @TempDir
    private Path generated;

    private static List<Check> checksForAll() {
        return Conformance.checks().stream()
                .filter(check -> check.group().isForAll())
                .toList();
    }

    @Test
    void shouldHaveABrokenPluginForEachCheckThatConcernsAll() {
        Set<String> checks = checksForAll().stream().map(Check::id).collect(Collectors.toCollection(TreeSet::new));
        Set<String> broken =
                BrokenPython.all().stream().map(Broken::check).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(checks, broken);
    }

    @Test
    @Tag("server")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldFindWhatIsWrongWhenAPluginIsBroken() throws Exception {
        PythonExample example = new PythonExample(generated);
        List<Broken> all = BrokenPython.all();
        List<Future<String>> missed = new ArrayList<>();
        try (ExecutorService runs = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < all.size(); i++) {
                Broken broken = all.get(i);
                String name = "changed" + i;
                missed.add(runs.submit(() -> missed(example, name, broken)));
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
    private static String missed(PythonExample example, String name, Broken broken) throws Exception {
        Check check = checksForAll().stream()
                .filter(each -> each.id().equals(broken.check()))
                .findFirst()
                .orElseThrow();
        Path folder = Files.createTempDirectory("mk");
        try {
            Result result =
                    new Conformance(example.changed(name, broken.change(), broken.snapshots()), folder).run(check);
            return result.outcome() == Outcome.FAILED && result.text().contains(broken.complaint())
                    ? ""
                    : broken + " -> " + result.outcome() + " " + result.text();
        } finally {
            Files.delete(folder);
        }
    }
}
