package io.meridian.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.cluster.decision.Outcome;
import io.meridian.cluster.decision.Register;
import io.meridian.cluster.decision.Standing;
import io.meridian.cluster.decision.UndecidedException;
import io.meridian.cluster.member.MemberState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
final class ClusterNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void shouldDecideFromAnyNodeAndTellAll() throws Exception {
        try (Trio trio = Trio.started(folder)) {
            trio.leader();
            List<Register> heard = new CopyOnWriteArrayList<>();
            trio.node("c").decisions().watch(register -> {
                if (register.key().startsWith("x/")) {
                    heard.add(register);
                }
            });
            for (ClusterNode node : trio.nodes()) {
                Outcome outcome = node.decisions().put("x/" + node.name(), bytes("1"), 0, PATIENCE);
                assertEquals(Outcome.Kind.ACCEPTED, outcome.kind());
                assertEquals(node.name(), outcome.register().by());
            }
            Trio.await(5, "c did not hear of all", () -> heard.size() == 3);
            List<Long> positions = heard.stream().map(Register::position).toList();
            assertEquals(positions.stream().sorted().distinct().toList(), positions);
            for (ClusterNode node : trio.nodes()) {
                assertEquals("1", node.decisions().read("x/a", PATIENCE).text());
                Outcome late = node.decisions().put("x/a", bytes("2"), 0, PATIENCE);
                assertEquals(Outcome.Kind.CONFLICT, late.kind());
                assertEquals("1", late.register().text());
            }
        }
    }

    @Test
    void shouldGoOnWithTwoAndStopWithOne() throws Exception {
        try (Trio trio = Trio.started(folder)) {
            String first = trio.leader().name();
            long term = trio.leader().leadership().term();
            trio.stop(first);
            ClusterNode next = trio.leader();
            assertTrue(next.leadership().term() > term);
            assertTrue(next.decisions().put("k", bytes("v"), 0, PATIENCE).isAccepted());
            Trio.await(5, "the one that left is not known as such", () -> stateOf(next, first) == MemberState.LEFT);
            trio.nodes().stream().filter(node -> node != next).toList().forEach(node -> trio.stop(node.name()));
            UndecidedException alone = assertThrows(
                    UndecidedException.class, () -> next.decisions().put("k", bytes("w"), 1, Duration.ofSeconds(4)));
            assertTrue(alone.getMessage().contains("more than half"), alone::getMessage);
            assertEquals("", next.decisions().standing().counter());
            assertEquals(0, next.leadership().term());
            assertEquals("v", next.decisions().get("k").text());
        }
    }

    @Test
    void shouldComeBackAtOnceAfterAKill() throws Exception {
        try (Trio trio = Trio.started(folder)) {
            String killed = trio.leader().name();
            trio.leader().decisions().put("k", bytes("v"), 0, PATIENCE);
            trio.kill(killed);
            ClusterNode again = trio.start(killed);
            assertEquals("v", again.decisions().read("k", PATIENCE).text());
            trio.leader();
        }
    }

    @Test
    void shouldKnowAllAgainAfterAllWereEnded() throws Exception {
        try (Trio trio = Trio.started(folder)) {
            trio.leader();
            for (int i = 0; i < 20; i++) {
                assertTrue(trio.node("b")
                        .decisions()
                        .put("k", bytes("" + i), i, PATIENCE)
                        .isAccepted());
            }
            Trio.NAMES.forEach(trio::stop);
            for (String name : Trio.NAMES) {
                trio.start(name);
            }
            trio.leader();
            assertEquals("19", trio.node("a").decisions().read("k", PATIENCE).text());
            assertEquals(20, trio.node("a").decisions().read("k", PATIENCE).version());
        }
    }

    @Test
    void shouldRefuseWhatALeaderOfAnEarlierTermOrders() throws Exception {
        try (Trio trio = Trio.started(folder)) {
            ClusterNode first = trio.leader();
            long term = first.leadership().term();
            assertTrue(
                    first.decisions().order(term, "order", bytes("1"), PATIENCE).isAccepted());
            String name = first.name();
            trio.stop(name);
            ClusterNode next = trio.leader();
            assertEquals(
                    Outcome.Kind.STALE,
                    next.decisions().order(term, "order", bytes("2"), PATIENCE).kind());
            trio.start(name);
            Trio.await(
                    20,
                    "it does not follow",
                    () -> trio.node(name).leadership().leader().node().equals(next.name()));
            assertEquals(0, trio.node(name).leadership().term());
            assertEquals(
                    "1", trio.node(name).decisions().read("order", PATIENCE).text());
        }
    }

    @Test
    void shouldLetOneThatIsNoSeedHearAllAndNotVote() throws Exception {
        try (Trio trio = Trio.started(folder)) {
            trio.leader();
            ClusterNode fourth = trio.start("d", Map.of("cluster.listen", Trio.freeAddress()));
            assertTrue(fourth.decisions().put("k", bytes("v"), 0, PATIENCE).isAccepted());
            assertEquals("v", fourth.decisions().read("k", PATIENCE).text());
            Trio.await(5, "it does not know", () -> fourth.decisions().get("k").version() == 1);
            assertEquals(Standing.Role.LEARNER, fourth.decisions().standing().role());
        }
    }

    private static MemberState stateOf(ClusterNode node, String of) {
        return node.members().all().stream()
                .filter(member -> member.name().equals(of))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
