package io.meridian.platform.cluster;

import io.meridian.cluster.ClusterNode;
import io.meridian.cluster.member.Member;
import io.meridian.cluster.member.MemberState;
import io.meridian.sidecar.metrics.Figure;
import io.meridian.sidecar.metrics.Meters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a node of a cluster shows. */
public final class ClusterMeters {
    public static final Figure MEMBERS =
            Figure.gauge("meridian.cluster.members", "", "Nodes by what this node thinks of them.", "state");
    public static final Figure HEALTHY = Figure.gauge(
            "meridian.cluster.healthy",
            "",
            "1 while something can be decided, since more than half of the seeds are there; 0 otherwise.");
    public static final Figure ORDERS =
            Figure.gauge("meridian.cluster.orders", "", "1 while this node leads and may order something.");
    public static final Figure TERM =
            Figure.gauge("meridian.raft.term", "", "The term of the log's protocol; it grows with each election.");
    public static final Figure LOGGED =
            Figure.gauge("meridian.raft.logged", "", "Entries in this node's log of decisions.");
    public static final Figure COMMITTED = Figure.gauge(
            "meridian.raft.committed", "", "Entries of it that hold, since more than half of the seeds have them.");
    public static final Figure SILENCE = Figure.gauge(
            "meridian.cluster.silence", "seconds", "How long this node has heard nothing of another.", "member");

    /** All of them. */
    public static final List<Figure> ALL = List.of(MEMBERS, HEALTHY, ORDERS, SILENCE, TERM, LOGGED, COMMITTED);

    private final ClusterNode node;

    ClusterMeters(ClusterNode node) {
        this.node = node;
    }

    void addTo(Meters meters) {
        for (MemberState state : MemberState.values()) {
            meters.gauge(
                    MEMBERS,
                    Map.of("state", state.name()),
                    () -> node.members().all().stream()
                            .filter(member -> member.state() == state)
                            .count());
        }
        meters.gauge(HEALTHY, () -> node.decisions().standing().counter().isEmpty() ? 0 : 1);
        meters.gauge(ORDERS, () -> node.leadership().term() == 0 ? 0 : 1);
        meters.gauges(SILENCE, "member", this::silences);
        meters.gauge(TERM, () -> node.decisions().standing().term());
        meters.gauge(LOGGED, () -> node.decisions().standing().logged());
        meters.gauge(COMMITTED, () -> node.decisions().standing().committed());
    }

    private Map<String, Double> silences() {
        Map<String, Double> all = new TreeMap<>();
        for (Member member : node.members().all()) {
            if (!member.isSelf()) {
                all.put(member.name(), member.silentMs() / 1000.0);
            }
        }
        return all;
    }
}
