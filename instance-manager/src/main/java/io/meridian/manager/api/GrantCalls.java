package io.meridian.manager.api;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Effect;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.manager.Manager;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.grants.GrantAnswer;
import io.meridian.manager.grants.GrantBoard;
import io.meridian.manager.grants.GrantRule;
import io.meridian.manager.grants.GrantState;
import io.meridian.manager.registry.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Grants: requested, reviewed, decided. */
final class GrantCalls {
    private final Manager manager;
    private final GrantBoard grants;

    GrantCalls(Manager manager) {
        this.manager = manager;
        grants = manager.grants();
    }

    Map<String, ManagerCalls.Handler> handlers() {
        return Map.ofEntries(
                Map.entry("listGrants", this::list),
                Map.entry("requestGrant", this::request),
                Map.entry("getGrant", call -> one(grants.get(call.value("grant")))),
                Map.entry("reviewGrant", call -> Answer.ok(Views.of(manager.review(call.value("grant"))))),
                Map.entry("submitGrant", call -> one(grants.submit(call.person(), call.value("grant")))),
                Map.entry(
                        "approveGrant",
                        call -> one(
                                grants.approve(call.person(), List.of(call.value("grant")), call.revision(), call.why())
                                        .getFirst())),
                Map.entry(
                        "rejectGrant",
                        call -> one(grants.reject(call.person(), call.value("grant"), call.revision(), call.why()))),
                Map.entry("cancelGrant", call -> one(grants.cancel(call.person(), call.value("grant"), call.why()))),
                Map.entry("revokeGrant", call -> one(grants.revoke(call.person(), call.value("grant"), call.why()))),
                Map.entry("explainAccess", this::explain),
                Map.entry("approveGrants", this::approveAll),
                Map.entry("breakGlass", this::breakGlass));
    }

    private Answer list(Call call) {
        String state = call.value("state");
        return Answer.page(
                call,
                grants.list(call.value("instance"), state == null ? Set.of() : Set.of(GrantState.valueOf(state))),
                GrantRule::id,
                Views::of);
    }

    private Answer request(Call call) {
        GrantBoard.Wanted wanted = new GrantBoard.Wanted(
                call.text("instance"),
                Effect.valueOf(call.text("effect", Effect.ALLOW.name())),
                Action.valueOf(call.text("action")),
                pattern(call),
                call.time("until"),
                call.why());
        GrantRule made = grants.request(
                call.person(),
                wanted,
                pool(wanted.instance()),
                call.body().path("draft").asBoolean());
        return Answer.created(Views.of(made)).at(made.revision());
    }

    private Answer breakGlass(Call call) {
        GrantBoard.Wanted wanted = new GrantBoard.Wanted(
                call.text("instance"),
                Effect.ALLOW,
                Action.valueOf(call.text("action")),
                pattern(call),
                null,
                call.why());
        GrantRule made = grants.breakGlass(
                call.person(),
                wanted,
                pool(wanted.instance()),
                Duration.ofMinutes(call.body().get("minutes").asInt()));
        manager.options()
                .log()
                .accept("ALARM: " + call.person().name() + " broke the glass: " + made.words() + " until "
                        + made.expiresAt() + ": " + made.reason());
        return Answer.created(Views.of(made)).at(made.revision());
    }

    private Answer explain(Call call) {
        String action = call.value("action");
        String topic = call.value("topic");
        if (action == null || topic == null) {
            throw Refusal.invalid(
                    "Say what it would do, and where: action=SUBSCRIBE&topic=platform.data.quote.*.AAPL.");
        }
        String instance = call.value("instance");
        return Answer.ok(Views.of(GrantAnswer.of(
                grants,
                instance,
                pool(instance),
                Action.valueOf(action),
                pattern(topic),
                manager.options().clock().instant())));
    }

    private static TopicPattern pattern(Call call) {
        return pattern(call.text("pattern"));
    }

    private static TopicPattern pattern(String text) {
        try {
            return TopicPattern.of(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(e.getMessage() + ".");
        }
    }

    private String pool(String instance) {
        Instance found = manager.instances().get(instance);
        return manager.plugins().get(found.plugin(), found.version()).manifest().pool();
    }

    private Answer approveAll(Call call) {
        List<String> ids = new ArrayList<>();
        call.body().get("grants").forEach(id -> ids.add(id.asText()));
        return Answer.ok(Answer.page(
                grants.approve(call.person(), ids, 0, call.why()).stream()
                        .map(Views::of)
                        .toList(),
                null));
    }

    private static Answer one(GrantRule rule) {
        return Answer.ok(Views.of(rule)).at(rule.revision());
    }
}
