package io.meridian.manager.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.bus.topic.TopicPattern;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KillTargetsTest {
    private static final TopicPattern ALPHA = TopicPattern.of("platform.oms.command.alpha");
    private static final TopicPattern BETA = TopicPattern.of("platform.oms.command.beta");
    private static final TopicPattern VENUE = TopicPattern.of("platform.ccm.XNAS.event");

    private final KillTargets targets = new KillTargets();

    @BeforeEach
    void know() {
        targets.know(List.of(
                new KillTargets.Target("a", "momo", "STRATEGY", true, Set.of(ALPHA)),
                new KillTargets.Target("b", "momo", "STRATEGY", false, Set.of(BETA)),
                new KillTargets.Target("v", "paper", "CCM", true, Set.of(VENUE))));
    }

    private Set<TopicPattern> published(KillScope scope, String target) {
        return targets.published(new Kill("k", scope, target, false, "anna", Instant.EPOCH, "odd", null, null, null));
    }

    @Test
    void shouldKnowWhatThoseMayPublishWhomAKillIsAbout() {
        assertEquals(Set.of(ALPHA), published(KillScope.INSTANCE, "a"));
        assertEquals(Set.of(ALPHA, BETA), published(KillScope.PLUGIN, "momo"));
        assertEquals(Set.of(VENUE), published(KillScope.POOL, "CCM"));
        assertEquals(Set.of(ALPHA, BETA, VENUE), published(KillScope.ALL, ""));
        assertEquals(Set.of(), published(KillScope.INSTANCE, "nobody"));
    }
}
