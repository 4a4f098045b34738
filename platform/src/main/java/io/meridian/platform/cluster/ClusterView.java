package io.meridian.platform.cluster;

import io.meridian.cluster.ClusterNode;
import io.meridian.cluster.decision.Leader;
import io.meridian.cluster.decision.Standing;
import io.meridian.cluster.member.Member;
import io.meridian.cluster.member.MemberState;
import io.meridian.platform.cli.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one node sees its cluster.
 *
 * @param orders the term in which this node may order something now, or 0
 */
record ClusterView(String node, Leader leader, long orders, Standing standing, List<Member> members) {
    static ClusterView of(ClusterNode node) {
        return new ClusterView(
                node.name(),
                node.leadership().leader(),
                node.leadership().term(),
                node.decisions().standing(),
                node.members().all());
    }

    /** Whether something can be decided. */
    boolean healthy() {
        return !standing.counter().isEmpty();
    }

    /** Those that should be there and are not, or are silent. */
    List<String> troubled() {
        return members.stream()
                .filter(member -> member.state() == MemberState.SUSPECT
                        || member.state() == MemberState.FAILED
                        || member.isSeed() && member.state() == MemberState.LEFT)
                .map(member -> member.name() + " is " + member.state())
                .toList();
    }

    String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
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
            all.add(one);
        }
        fields.put("members", all);
        return Json.of(fields);
    }
}
