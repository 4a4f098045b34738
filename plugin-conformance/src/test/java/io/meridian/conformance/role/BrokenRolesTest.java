package io.meridian.conformance.role;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.conformance.Check;
import io.meridian.conformance.Conformance;
import io.meridian.conformance.Missed;
import io.meridian.conformance.role.BrokenRoles.Broken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What does its role wrongly is found, by the check that is there for it. */
final class BrokenRolesTest {
    @Test
    void shouldHaveABrokenPluginForEachCheckOfARole() {
        Set<String> checks = Conformance.checks().stream()
                .filter(check -> !check.group().isForAll())
                .map(Check::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> broken =
                BrokenRoles.all().stream().map(Broken::check).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(checks, broken);
    }

    @Test
    @Tag("server")
    void shouldFindWhatIsWrongWhenAPluginDoesItsRoleWrongly() throws Exception {
        List<Callable<String>> tries = new ArrayList<>();
        for (Broken broken : BrokenRoles.all()) {
            tries.add(() -> Missed.by(
                    broken.check(), broken.complaint(), ThreadLauncher.subject(broken.role(), broken.plugin())));
        }
        assertEquals(List.of(), Missed.among(tries));
    }
}
