package io.meridian.bus.routed;

import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which engine carries which topics: patterns, most specific first, and an engine for all the rest. */
public final class Routes {
    private final List<Route> mostSpecificFirst;
    private final String fallback;

    private record Route(TopicPattern pattern, String engine) {}

    /**
     * Of patterns to engine names.
     *
     * @throws IllegalArgumentException when a pattern is not one
     */
    public Routes(Map<String, String> engineByPattern, String fallback) {
        List<Route> routes = new ArrayList<>();
        engineByPattern.forEach((pattern, engine) -> routes.add(new Route(TopicPattern.of(pattern), engine)));
        routes.sort((a, b) -> TopicPattern.MOST_SPECIFIC_FIRST.compare(a.pattern, b.pattern));
        mostSpecificFirst = List.copyOf(routes);
        this.fallback = fallback;
    }

    /** The engine of one topic. */
    public String engineOf(Topic topic) {
        for (Route route : mostSpecificFirst) {
            if (route.pattern.matches(topic)) {
                return route.engine;
            }
        }
        return fallback;
    }

    /** Every engine that may carry a topic of {@code pattern}. */
    public Set<String> enginesOf(TopicPattern pattern) {
        Set<String> engines = new LinkedHashSet<>();
        for (Route route : mostSpecificFirst) {
            if (route.pattern.intersects(pattern)) {
                engines.add(route.engine);
                if (route.pattern.covers(pattern)) {
                    return engines;
                }
            }
        }
        engines.add(fallback);
        return engines;
    }

    /** All engines named, the one for the rest included. */
    public Set<String> engines() {
        Set<String> engines = new LinkedHashSet<>();
        mostSpecificFirst.forEach(route -> engines.add(route.engine));
        engines.add(fallback);
        return engines;
    }
}
