package io.meridian.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.conformance.BrokenPython.Broken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a plugin, whatever its role, is found by the check that is there for it. */
final class BrokenPythonTest {
    @TempDir
    private Path generated;

    @Test
    void shouldHaveABrokenPluginForEachCheckThatConcernsAll() {
        Set<String> checks = Conformance.checks().stream()
                .filter(check -> check.group().isForAll())
                .map(Check::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> broken =
                BrokenPython.all().stream().map(Broken::check).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(checks, broken);
    }

    @Test
    @Tag("server")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldFindWhatIsWrongWhenAPluginIsBroken() throws Exception {
        PythonExample example = new PythonExample(generated);
        List<Callable<String>> tries = new ArrayList<>();
        for (Broken broken : BrokenPython.all()) {
            Subject subject = example.changed("changed" + tries.size(), broken.change(), broken.snapshots());
            tries.add(() -> Missed.by(broken.check(), broken.complaint(), subject));
        }
        assertEquals(List.of(), Missed.among(tries));
    }
}
