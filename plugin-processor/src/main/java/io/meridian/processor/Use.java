package io.meridian.processor;

import java.util.List;

/** The ways to use a topic: the member of the annotation that declares it, and the methods of the SDK that do it. */
enum Use {
    PUBLISH("publishes", "publish", List.of("publish", "publisher")),
    SUBSCRIBE("subscribes", "subscribe", List.of("subscribe")),
    REQUEST("requests", "request", List.of("request")),
    ANSWER("answers", "subscribe", List.of("respond")),
    REPLAY("replays", "replay", List.of("history", "warmUp"));

    private final String member;
    private final String action;
    private final List<String> methods;

    Use(String member, String action, List<String> methods) {
        this.member = member;
        this.action = action;
        this.methods = methods;
    }

    /** Of the annotation. */
    String member() {
        return member;
    }

    /** As a grant calls it. Answering is reading what others ask. */
    String action() {
        return action;
    }

    /** The use that a method of the SDK makes of its topic, or null. */
    static Use of(String method) {
        for (Use use : values()) {
            if (use.methods.contains(method)) {
                return use;
            }
        }
        return null;
    }
}
