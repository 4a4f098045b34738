package io.meridian.manager.grants;

import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.manifest.Manifest;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What the manifests of instances ask for and no grant in force allows. Looked up once, until grants or what runs change. */
public final class MissingGrants {
    private final GrantBoard board;
    private final Function<String, Manifest> manifests;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** One of them. @param request the grant that waits for a decision and would allow it, or null */
    public record Missing(Asked asked, String request) {
        /** In words, as a reason why an instance is not well. */
        public String text() {
            return "it may not " + verb() + " " + asked.pattern() + ", as its manifest asks: "
                    + (request == null ? "no grant allows it" : "that waits for a decision");
        }

        private String verb() {
            return switch (asked.action()) {
                case PUBLISH -> "publish";
                case SUBSCRIBE -> "subscribe to";
                case REQUEST -> "request";
                case REPLAY -> "replay";
            };
        }
    }

    private record Known(String generation, List<Missing> missing) {}

    /** @param manifests of an instance as it shall be now */
    public MissingGrants(GrantBoard board, Function<String, Manifest> manifests) {
        this.board = board;
        this.manifests = manifests;
    }

    /** @param generation what it runs from */
    public List<Missing> of(String instance, String generation) {
        // In one step: what was looked up before grants changed must not be remembered after that.
        return known.compute(
                        instance,
                        (name, before) -> before != null && before.generation().equals(generation)
                                ? before
                                : new Known(generation, look(name)))
                .missing();
    }

    private List<Missing> look(String instance) {
        List<GrantRule> open = board.list(instance, EnumSet.of(GrantState.ACTIVE, GrantState.REQUESTED));
        return Asked.of(manifests.apply(instance)).stream()
                .filter(asked -> allowing(open, GrantState.ACTIVE, asked).isEmpty())
                .map(asked -> new Missing(
                        asked,
                        allowing(open, GrantState.REQUESTED, asked)
                                .map(GrantRule::id)
                                .orElse(null)))
                .toList();
    }

    private static Optional<GrantRule> allowing(List<GrantRule> rules, GrantState state, Asked asked) {
        TopicPattern topics = TopicPattern.of(asked.pattern());
        return rules.stream()
                .filter(rule -> rule.state() == state && rule.allows(asked.action(), topics))
                .findFirst();
    }

    /** Forgets all others: there are no such instances any more. */
    public void keepOnly(Set<String> instances) {
        known.keySet().retainAll(instances);
    }

    /** Grants of an instance are others now. */
    public void forget(String instance) {
        known.remove(instance);
    }
}
