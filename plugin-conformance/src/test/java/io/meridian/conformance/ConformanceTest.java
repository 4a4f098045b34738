package io.meridian.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.conformance.stage.Patterns;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConformanceTest {
    @Test
    void shouldHaveAtLeast64ChecksAndSomeInEachGroupWhenCounted() {
        List<Check> checks = Conformance.checks();
        Set<String> ids = new HashSet<>();
        Set<String> titles = new HashSet<>();
        for (Check check : checks) {
            assertTrue(ids.add(check.id()), check.id() + " is there twice");
            assertTrue(titles.add(check.title()), check.title() + " is there twice");
        }
        assertTrue(checks.size() >= 64, "checks=" + checks.size());
        for (Group group : Group.values()) {
            assertTrue(checks.stream().anyMatch(check -> check.group() == group), group + " is empty");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, a.b, true", "a.*, a.b, true", "a.**, a.b.c, true", "a.**, a, false", "a.*, a.b.c, false",
        "a.*, a.*, true", "a.b, a.*, false", "a.*, a.**, false", "a.**, a.**, true", "a.**, a.*.b, true"
    })
    void shouldCoverWhatLiesWithinThePatternWhenCompared(String pattern, String given, boolean covered) {
        assertEquals(covered, Patterns.covers(pattern, given));
    }

    @Test
    void shouldConcernThePoolsOwnRoleWhenGroupsAreChosen() {
        assertEquals(Set.of(Group.LIFECYCLE, Group.MESSAGES, Group.BOOK), Conformance.groupsFor("BOR"));
        assertEquals(Set.of(Group.LIFECYCLE, Group.MESSAGES), Conformance.groupsFor("OTHER"));
        assertFalse(Patterns.isTopic("a.*"));
    }
}
