package io.meridian.manager.grants;

import io.meridian.bus.grant.Action;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.plugin.contract.schema.HistoryTopics;
import java.util.ArrayList;
import java.util.List;

/** One thing that a manifest asks to be granted. @param pattern a topic or pattern, as plugins name it */
public record Asked(Action action, String pattern) {
    /** All that it asks for, in the order of its keys. */
    public static List<Asked> of(Manifest manifest) {
        List<Asked> all = new ArrayList<>();
        add(all, Action.PUBLISH, manifest.publishes());
        add(all, Action.SUBSCRIBE, manifest.subscribes());
        add(all, Action.SUBSCRIBE, manifest.answers());
        add(all, Action.REQUEST, manifest.requests());
        add(all, Action.REPLAY, manifest.replays());
        // To read the past is to ask for it.
        manifest.replays()
                .forEach(pattern -> HistoryTopics.pattern(pattern)
                        .ifPresent(history -> all.add(new Asked(Action.REQUEST, history))));
        return all;
    }

    private static void add(List<Asked> all, Action action, List<String> patterns) {
        patterns.forEach(pattern -> all.add(new Asked(action, pattern)));
    }
}
