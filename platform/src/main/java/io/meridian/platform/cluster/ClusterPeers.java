package io.meridian.platform.cluster;

import dev.cel.common.types.SimpleType;
import io.meridian.cluster.ClusterNode;
import io.meridian.cluster.query.Change;
import io.meridian.cluster.query.Entry;
import io.meridian.cluster.query.LiveQuery;
import io.meridian.manager.api.Peers;
import io.meridian.manager.basis.Refusal;
import io.meridian.ui.condition.ConditionLanguage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What the interface of a manager tells of its cluster, as its own node knows it. */
record ClusterPeers(ClusterNode node, ClusterNews news) implements Peers {
    /** Begins to cost with the first filter. */
    private static final class OfEntries {
        static final ConditionLanguage LANGUAGE = new ConditionLanguage(
                Map.of("name", SimpleType.STRING, "fields", ConditionLanguage.FIELDS),
                "name and fields, such as: fields.health != \"OK\" || name.startsWith(\"mom\")");
    }

    @Override
    public Map<String, Object> view() {
        return ClusterView.of(node, news).fields();
    }

    @Override
    public Followed follow(String map, String filter) {
        Predicate<Entry> wanted;
        try {
            wanted = condition(filter);
        } catch (IllegalArgumentException wrong) {
            throw Refusal.invalid(wrong.getMessage());
        }
        LiveQuery query = news.live(map)
                .orElseThrow(() ->
                        Refusal.invalid("map=" + map + " is none that nodes share here; there is nodes and plugins."))
                .ask(wanted);
        return new Followed() {
            @Override
            public List<Map<String, Object>> take(Duration patience) throws InterruptedException {
                List<Map<String, Object>> told = new ArrayList<>();
                for (Change change : query.take(patience)) {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("kind", change.kind().name());
                    one.put("name", change.entry().key());
                    one.put("fields", change.entry().fields());
                    told.add(one);
                }
                return told;
            }

            @Override
            public void close() {
                query.close();
            }
        };
    }

    private static Predicate<Entry> condition(String filter) {
        if (filter.isBlank()) {
            return entry -> true;
        }
        Predicate<Map<String, Object>> condition = OfEntries.LANGUAGE.read(filter);
        return entry -> condition.test(
                Map.of("name", entry.key(), "fields", ConditionLanguage.value(entry.fields(), hidden -> false)));
    }
}
