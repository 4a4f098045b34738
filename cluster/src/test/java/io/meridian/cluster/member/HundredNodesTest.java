package io.meridian.cluster.member;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nodes of which each judges all others by their heartbeats, over a network that delays and loses them, in played time. What judges is what judges in production ({@link Silence} and the
 * rules of {@link SilenceDetector}), and nodes say so often that they are there, and look so often at the others, as there. The network, and that a node which is taken for dead is asked
 * once more, are a model.
 */
final class HundredNodesTest {
    private static final long MS = 1_000_000L;
    private static final long TEN_MINUTES = TimeUnit.MINUTES.toNanos(10);
    private static final double LOSS = 0.01;
    private static final long LONGEST_DELAY = 50 * MS;
    private static final long SEED = 20_261_201;

    /** Somebody says, hears or looks. */
    private record Event(long at, Kind kind, int node, int from) {}

    private enum Kind {
        SAY,
        HEAR,
        LOOK
    }

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at));

    @ParameterizedTest
    @EnumSource(Detection.Profile.class)
    void shouldTakeNobodyForDeadWhoLivesAndSoonWhoDoesNot(Detection.Profile profile) {
        int nodes = switch (profile) {
            case SMALL -> 5;
            case MEDIUM -> 20;
            case LARGE -> 100;
        };
        Detection detection = profile.detection();
        long heartbeat = detection.heartbeat().toNanos();
        Silence[][] silences = new Silence[nodes][nodes];
        for (int node = 0; node < nodes; node++) {
            for (int other = 0; other < nodes; other++) {
                silences[node][other] = new Silence(heartbeat, 0);
            }
            events.add(new Event(random.nextLong(heartbeat), Kind.SAY, node, node));
            events.add(new Event(random.nextLong(heartbeat), Kind.LOOK, node, node));
        }
        int dead = random.nextInt(nodes);
        long diesAt = TEN_MINUTES + random.nextLong(heartbeat);
        long endsAt = diesAt + detection.confirmation().toNanos() + 2 * heartbeat;
        long[] confirmedAt = new long[nodes];
        long falseSuspicions = 0;
        long looks = 0;
        long heard = 0;
        for (Event event = events.poll(); event.at() < endsAt; event = events.poll()) {
            int node = event.node();
            if (node == dead && event.at() >= diesAt && event.kind() != Kind.HEAR) {
                continue;
            }
            switch (event.kind()) {
                case SAY -> say(event, nodes, heartbeat);
                case HEAR -> {
                    silences[node][event.from()].heard(event.at());
                    heard++;
                }
                case LOOK -> {
                    events.add(new Event(event.at() + heartbeat / 4, Kind.LOOK, node, node));
                    for (int other = 0; other < nodes; other++) {
                        if (other == node) {
                            continue;
                        }
                        looks++;
                        Silence silence = silences[node][other];
                        boolean isDead = other == dead && event.at() >= diesAt;
                        if (SilenceDetector.isOver(detection, silence, event.at())) {
                            assertTrue(isDead, other + " lives, and is taken for dead by " + node);
                            confirmedAt[node] = confirmedAt[node] == 0 ? event.at() : confirmedAt[node];
                        } else if (!isDead
                                && SilenceDetector.judge(detection, silence, event.at())
                                        .isSuspect()) {
                            falseSuspicions++;
                        }
                    }
                }
            }
        }
        confirmedAt[dead] = confirmedAt[(dead + 1) % nodes];
        long latestMs = (Arrays.stream(confirmedAt).max().orElseThrow() - diesAt) / MS;
        assertTrue(Arrays.stream(confirmedAt).noneMatch(at -> at == 0), "not all know that it is dead");
        // Its last heartbeat may be just before its end, and who looks does so four times a heartbeat.
        long bound = detection.confirmation().toMillis() + (LONGEST_DELAY + heartbeat / 4) / MS;
        assertTrue(latestMs <= bound, "known to all after " + latestMs + " ms, not " + bound);
        // Three heartbeats of one to another in a row are lost now and then. That it is suspected for a moment does no
        // harm.
        assertTrue(falseSuspicions <= looks / 100_000, falseSuspicions + " times suspected while it lived");
        System.out.printf(
                "detection %s: %d nodes, ten minutes at %.0f %% loss: nobody taken for dead, %d of %d looks found"
                        + " one suspected that lived; a death known"
                        + " to all after %d ms (bound %d); each node hears %.1f heartbeats a second%n",
                profile,
                nodes,
                LOSS * 100,
                falseSuspicions,
                looks,
                latestMs,
                bound,
                heard / (double) nodes / (endsAt / 1e9));
    }

    private void say(Event event, int nodes, long heartbeat) {
        events.add(new Event(event.at() + heartbeat, Kind.SAY, event.node(), event.node()));
        for (int other = 0; other < nodes; other++) {
            if (other != event.node() && random.nextDouble() >= LOSS) {
                events.add(new Event(event.at() + random.nextLong(LONGEST_DELAY), Kind.HEAR, other, event.node()));
            }
        }
    }
}
