package io.meridian.sdk;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The topics of a kind, such as those of all portfolios: each is put together once, not for each message. */
final class TopicsByName {
    private final UnaryOperator<String> topic;
    private final Map<String, String> made = new HashMap<>();

    /** @param topic makes the topic of a name */
    TopicsByName(UnaryOperator<String> topic) {
        this.topic = topic;
    }

    String of(String name) {
        return made.computeIfAbsent(name, topic);
    }
}
