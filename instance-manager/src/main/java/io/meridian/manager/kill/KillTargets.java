package io.meridian.manager.kill;

import io.meridian.bus.topic.TopicPattern;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which instances a kill is about, by what is known of them: the last look at all is kept, so the database is not asked in a hurry. */
public final class KillTargets {
    private volatile Map<String, Target> known = Map.of();

    /** An instance. @param publishes what it may publish, by its grants in force */
    public record Target(String instance, String plugin, String pool, boolean runs, Set<TopicPattern> publishes) {}

    /** Takes what is known now. */
    public void know(List<Target> targets) {
        Map<String, Target> next = new TreeMap<>();
        targets.forEach(target -> next.put(target.instance(), target));
        known = next;
    }

    List<String> of(Kill kill) {
        return known.keySet().stream().filter(name -> isHit(kill, name)).toList();
    }

    /** What those that it is about may publish, together. */
    Set<TopicPattern> published(Kill kill) {
        return of(kill).stream()
                .flatMap(name -> known.get(name).publishes().stream())
                .collect(Collectors.toSet());
    }

    boolean runs(String instance) {
        Target target = known.get(instance);
        return target != null && target.runs();
    }

    boolean isHit(Kill kill, String instance) {
        Target target = known.get(instance);
        return switch (kill.scope()) {
            case ALL -> true;
            case INSTANCE -> instance.equals(kill.target());
            case PLUGIN -> target != null && target.plugin().equals(kill.target());
            case POOL -> target != null && target.pool().equals(kill.target());
            case VENUE -> target != null && mayPublish(target, "platform.ccm." + kill.target() + ".**");
            case PORTFOLIO ->
                target != null
                        && (mayPublish(target, "platform.portfolio.target." + kill.target())
                                || mayPublish(target, "platform.oms.command." + kill.target())
                                || mayPublish(target, "platform.ems.command." + kill.target()));
        };
    }

    private static boolean mayPublish(Target target, String pattern) {
        TopicPattern wanted = TopicPattern.of(pattern);
        return target.publishes().stream().anyMatch(granted -> granted.intersects(wanted));
    }
}
