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
    public static final Figure QUEUE = Figure.gauge(
            "meridian.replication.queue", "", "Changes of shared maps that this node has not sent to the others yet.");
    public static final Figure LAG = Figure.gauge(
            "meridian.replication.lag",
            "seconds",
            "For how long another node has not been known to have the same in all shared maps; 0 when it has.",
            "member");
    public static final Figure SENT =
            Figure.counter("meridian.replication.sent", "", "Messages with changes that this node sent.");
    public static final Figure RECEIVED =
            Figure.counter("meridian.replication.received", "", "Changes that others sent and were news.");
    public static final Figure REPAIRED = Figure.counter(
            "meridian.replication.repaired", "", "Those among them that had been missed, and were found by comparing.");

    public static final Figure QUESTIONS = Figure.gauge(
            "meridian.livequery.active", "", "Those who follow an answer about shared maps, asked of this node.");
    public static final Figure UPDATES =
            Figure.counter("meridian.livequery.updates", "", "Changes of answers that they were told, all together.");
    public static final Figure UNTOLD = Figure.gauge(
            "meridian.livequery.waiting", "", "Changes of shared maps that were not looked at for them yet.");

    /** All of them. */
    public static final List<Figure> ALL = List.of(
            MEMBERS, HEALTHY, ORDERS, SILENCE, TERM, LOGGED, COMMITTED, QUEUE, LAG, SENT, RECEIVED, REPAIRED, QUESTIONS,
            UPDATES, UNTOLD);

    private final ClusterNode node;
    private final ClusterNews news;

    ClusterMeters(ClusterNode node, ClusterNews news) {
        this.node = node;
        this.news = news;
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
        meters.gauge(QUEUE, () -> node.maps().figures().waiting());
        meters.gauges(LAG, "member", this::lags);
        meters.counter(SENT, () -> node.maps().figures().sent());
        meters.counter(RECEIVED, () -> node.maps().figures().received());
        meters.counter(REPAIRED, () -> node.maps().figures().repaired());
        meters.gauge(QUESTIONS, () -> news.liveFigures().active());
        meters.counter(UPDATES, () -> news.liveFigures().told());
        meters.gauge(UNTOLD, () -> news.liveFigures().waiting());
    }

    private Map<String, Double> lags() {
        Map<String, Double> all = new TreeMap<>();
        node.maps().figures().behind().forEach((name, behind) -> all.put(name, behind.toMillis() / 1000.0));
        return all;
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
