package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.meridian.bus.Bus;
import io.meridian.bus.IdSource;
import io.meridian.bus.Publisher;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.envelope.MessageContext;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the clock and the ids given, nothing is left to chance. */
public interface DeterminismScenarios extends Scenarios {
    /** Two deployments that see nothing of each other, one script, the same envelopes. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldStampTheSameEnvelopesWhenClockAndIdsAreTheSame(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            List<String> first = play(run, profile, "kit-a", 7);
            List<String> second = play(run, profile, "kit-b", 7);
            List<String> other = play(run, profile, "kit-c", 8);
            assertEquals(first, second);
            assertNotEquals(first, other, "with other ids the envelopes must differ, or this scenario proves nothing");
        }
    }

    private static List<String> play(Run run, Profile profile, String deployment, long seed) {
        String topic = run.topic("script");
        TestClock clock = new TestClock(1_600_000_000_000_000_000L);
        Map<String, String> inDeployment = Map.of("bus.deployment", deployment);
        Bus listening = run.open(run.context(run.settings(), inDeployment));
        listening.awaitConnected(run.patience().toNanos());
        Probe probe = run.probe(listening, run.subscription(profile, topic));
        Bus bus =
                run.open(run.context(run.settings(), inDeployment).clock(clock).ids(IdSource.seeded(seed)));
        bus.awaitConnected(run.patience().toNanos());
        Publisher publisher = run.publisher(bus, profile, topic);
        MessageContext context = new MessageContext();
        for (int i = 1; i <= 20; i++) {
            clock.advance(1_000_003L);
            byte[] payload = Run.bytes(run.text(i));
            context.reset().correlation(bus.config().ids().nextId());
            boolean plain = i % 2 == 0;
            Await.within(run.patience())
                    .until(
                            "a message to be taken",
                            () -> (plain
                                            ? publisher.offer(new UnsafeBuffer(payload), 0, payload.length)
                                            : publisher.offer(context, new UnsafeBuffer(payload), 0, payload.length))
                                    > 0);
        }
        List<String> envelopes = probe.awaitCount(20).received().stream()
                .map(each -> each.envelope() + " " + each.text())
                .toList();
        bus.close();
        listening.close();
        return envelopes;
    }
}
