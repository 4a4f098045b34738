package io.meridian.sdk.test;

import io.meridian.plugin.contract.proto.Action;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Grant;
import io.meridian.plugin.contract.proto.Grants;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.sdk.TopicRules;
import java.util.ArrayList;
import java.util.List;

/** Everything that a plugin declares is granted, but for what a test denies. */
final class FakeGrants {
    private final List<Grant> denied = new ArrayList<>();
    private List<String> publishes = List.of();
    private List<String> subscribes = List.of();
    private List<String> requests = List.of();
    private List<String> replays = List.of();
    private String manifestKind = "@MeridianPlugin";
    private long epoch = 1;
    private boolean latched;

    /** @param pasts what it declares that an attach does not tell */
    void declared(AttachRequest request, List<String> answers, List<String> pasts) {
        replays = pasts;
        publishes = request.getPublishesList();
        subscribes = new ArrayList<>(request.getSubscribesList());
        subscribes.addAll(answers);
        requests = request.getRequestsList();
    }

    void deny(Action action, String pattern) {
        denied.add(Grant.newBuilder()
                .setId("test-" + (denied.size() + 1))
                .setAction(action)
                .setPattern(pattern)
                .setDeny(true)
                .build());
        epoch++;
    }

    void allowAgain(Action action, String pattern) {
        denied.removeIf(
                grant -> grant.getAction() == action && grant.getPattern().equals(pattern));
        epoch++;
    }

    void latch(boolean set) {
        latched = set;
        epoch++;
    }

    boolean isLatched() {
        return latched;
    }

    Grants message() {
        Grants.Builder grants = Grants.newBuilder().setEpoch(epoch).setLatched(latched);
        publishes.forEach(pattern -> grants.addGrants(allow(Action.PUBLISH, pattern)));
        subscribes.forEach(pattern -> grants.addGrants(allow(Action.SUBSCRIBE, pattern)));
        requests.forEach(pattern -> grants.addGrants(allow(Action.REQUEST, pattern)));
        replays.forEach(pattern -> grants.addGrants(allow(Action.REPLAY, pattern)));
        return grants.addAllGrants(denied).build();
    }

    private static Grant allow(Action action, String pattern) {
        return Grant.newBuilder()
                .setId("declared")
                .setAction(action)
                .setPattern(pattern)
                .build();
    }

    /** Why something may not be done; null when it may. */
    Refusal check(Action action, String topic) {
        String list = switch (action) {
            case PUBLISH -> "publishes";
            case SUBSCRIBE -> "subscribes";
            case REPLAY -> "replays";
            default -> "requests";
        };
        List<String> declared = switch (action) {
            case PUBLISH -> publishes;
            case SUBSCRIBE -> subscribes;
            case REPLAY -> replays;
            default -> requests;
        };
        for (Grant rule : denied) {
            boolean touches =
                    TopicRules.covers(rule.getPattern(), topic) || TopicRules.covers(topic, rule.getPattern());
            if (rule.getAction() == action && touches) {
                return Refusal.newBuilder()
                        .setCode(Refusal.Code.ACL_DENIED)
                        .setRule(rule.getId())
                        .setText(action + " of topic=" + topic + " is denied by the test's rule=" + rule.getId()
                                + " pattern=" + rule.getPattern())
                        .build();
            }
        }
        for (String pattern : declared) {
            if (TopicRules.covers(pattern, topic)) {
                return null;
            }
        }
        return Refusal.newBuilder()
                .setCode(Refusal.Code.ACL_DENIED)
                .setText(action + " of topic=" + topic + " is not declared: add it to " + list + " of " + manifestKind
                        + ", which has " + declared)
                .setHowToAsk("add \"" + topic + "\" to " + list)
                .build();
    }
}
