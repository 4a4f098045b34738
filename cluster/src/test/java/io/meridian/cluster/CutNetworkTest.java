package io.meridian.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.cluster.member.Member;
import io.meridian.cluster.member.MemberState;
import io.meridian.cluster.state.PnCounter;
import io.meridian.cluster.state.SharedMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The node that leads is cut off by the kernel in each way in which a network breaks: another leads soon, never both, and what both sides wrote is there soon after it is mended. */
@Tag("server")
@Timeout(120)
final class CutNetworkTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"HEARS_NOTHING", "RESET"})
    void shouldBeLedByAnotherAndBeOneAgain(KernelCut.Kind kind) throws Exception {
        prove(kind);
    }

    @ParameterizedTest
    @EnumSource(names = {"SAYS_NOTHING", "SILENCE"})
    @Tag("long")
    void shouldBeLedByAnotherAndBeOneAgainInTheOtherWays(KernelCut.Kind kind) throws Exception {
        prove(kind);
    }

    @SuppressWarnings("try") // It is cut as long as that is open.
    private void prove(KernelCut.Kind kind) throws Exception {
        assumeTrue(KernelCut.isPossible(), "the kernel's rules for packets cannot be changed here (iptables, as root)");
        try (Trio trio = Trio.apart(folder)) {
            ClusterNode first = trio.leader();
            long term = first.leadership().term();
            List<ClusterNode> others =
                    trio.nodes().stream().filter(node -> node != first).toList();
            List<SharedMap<PnCounter>> maps = new ArrayList<>();
            for (ClusterNode node : trio.nodes()) {
                maps.add(node.maps().open("counters", PnCounter.ZERO, null));
            }
            long cutNs = System.nanoTime();
            long endedMs;
            long suspectedMs;
            long ledMs;
            try (KernelCut cut = KernelCut.of(trio.address(first.name()).host(), kind)) {
                Trio.await(
                        10,
                        "it goes on leading, though nobody can agree",
                        () -> first.leadership().term() == 0);
                endedMs = since(cutNs);
                Trio.await(20, "nobody notices", () -> isMissed(others.getFirst(), first.name()));
                suspectedMs = since(cutNs);
                Trio.await(
                        40,
                        "nobody else leads",
                        () -> others.stream().anyMatch(node -> node.leadership().term() > term));
                ledMs = since(cutNs);
                assertEquals(0, first.leadership().term(), "two lead");
                for (SharedMap<PnCounter> map : maps) {
                    map.update("both sides", (before, writer) -> before.plus(1, writer.name()));
                }
            }
            long healedNs = System.nanoTime();
            Trio.await(
                    30,
                    "not one again",
                    () -> maps.stream().allMatch(map -> map.get("both sides").value() == 3));
            long equalMs = since(healedNs);
            Trio.await(
                    30,
                    "it does not follow",
                    () -> first.leadership()
                            .leader()
                            .equals(others.getFirst().leadership().leader()));
            assertTrue(first.leadership().leader().term() > term);
            System.out.printf(
                    "network cut, %s: noticed after %d ms, it led no more after %d ms, another after %d ms; equal %d"
                            + " ms after it was mended%n",
                    kind, suspectedMs, endedMs, ledMs, equalMs);
        }
    }

    private static boolean isMissed(ClusterNode node, String name) {
        for (Member member : node.members().all()) {
            if (member.name().equals(name)) {
                return member.state() != MemberState.ALIVE;
            }
        }
        return true;
    }

    private static long since(long beganNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
    }
}
