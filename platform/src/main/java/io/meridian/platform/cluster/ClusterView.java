package io.meridian.platform.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.cluster.ClusterNode;
import io.meridian.cluster.decision.Leader;
import io.meridian.cluster.decision.Standing;
import io.meridian.cluster.member.Member;
import io.meridian.cluster.member.MemberState;
import io.meridian.cluster.state.SharedMaps.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one node sees its cluster.
 *
 * @param orders the term in which this node may order something now, or 0
 * @param nodes what those that are there told of themselves
 * @param plugins what the manager that leads told of its instances
 */
record ClusterView(
        String node,
        Leader leader,
        long orders,
        Standing standing,
        List<Member> members,
        Figures sharing,
        Duration repair,
        Map<String, JsonNode> nodes,
        Map<String, JsonNode> plugins) {
    /** Who has not had the same for so many comparisons is in trouble; what is just being written makes no difference for long. */
    private static final int COMPARISONS = 4;

    static ClusterView of(ClusterNode node, ClusterNews news) {
        return new ClusterView(
                node.name(),
                node.leadership().leader(),
                node.leadership().term(),
                node.decisions().standing(),
                node.members().all(),
                node.maps().figures(),
                node.settings().repair(),
                news.nodes(),
                news.plugins());
    }

    /** Whether something can be decided. */
    boolean healthy() {
        return !standing.counter().isEmpty();
    }

    /** Those that should be there and are not, or are silent. */
    List<String> troubled() {
        List<String> all = new ArrayList<>();
        for (Member member : members) {
            if (member.state() == MemberState.SUSPECT
                    || member.state() == MemberState.FAILED
                    || member.isSeed() && member.state() == MemberState.LEFT) {
                all.add(member.name() + " is " + member.state());
            }
        }
        sharing.behind().forEach((name, since) -> {
            if (since.compareTo(repair.multipliedBy(COMPARISONS)) > 0) {
                all.add(name + " has not had the same for " + since.toSeconds() + " s");
            }
        });
        return all;
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("clustered", true);
        fields.put("node", node);
        fields.put("healthy", healthy());
        fields.put("leader", leader.node());
        fields.put("term", leader.term());
        fields.put("orders", orders != 0);
        fields.put("role", standing.role().name());
        fields.put("counter", standing.counter());
        fields.put("position", standing.position());
        fields.put("logged", standing.logged());
        fields.put("committed", standing.committed());
        fields.put("troubled", troubled());
        List<Map<String, Object>> all = new ArrayList<>();
        for (Member member : members) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", member.name());
            one.put("state", member.state().name());
            one.put("seed", member.isSeed());
            one.put("since", member.since().toString());
            one.put("silentMs", member.silentMs());
            one.put("phi", Math.round(member.phi() * 10) / 10.0);
            one.put("behindMs", behindMs(member.name()));
            JsonNode told = nodes.get(member.name());
            one.put("status", told == null ? null : told.path("status").asText());
            one.put("manager", told == null ? null : told.path("manager").asBoolean());
            all.add(one);
        }
        fields.put("members", all);
        Map<String, Object> shared = new LinkedHashMap<>();
        shared.put("waiting", sharing.waiting());
        shared.put("sent", sharing.sent());
        shared.put("received", sharing.received());
        shared.put("repaired", sharing.repaired());
        shared.put("refused", sharing.refused());
        fields.put("sharing", shared);
        List<Object> instances = new ArrayList<>();
        plugins.forEach((name, told) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", name);
            told.properties()
                    .forEach(field -> one.put(field.getKey(), field.getValue().asText()));
            instances.add(one);
        });
        fields.put("plugins", instances);
        return fields;
    }

    private Long behindMs(String member) {
        Duration behind = sharing.behind().get(member);
        return behind == null ? null : behind.toMillis();
    }
}
