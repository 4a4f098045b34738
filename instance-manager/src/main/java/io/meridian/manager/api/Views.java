package io.meridian.manager.api;

import io.meridian.manager.account.Accounts;
import io.meridian.manager.account.Role;
import io.meridian.manager.account.Tokens;
import io.meridian.manager.act.Act;
import io.meridian.manager.grants.GrantAnswer;
import io.meridian.manager.grants.GrantReview;
import io.meridian.manager.grants.GrantRule;
import io.meridian.manager.grants.MissingGrants;
import io.meridian.manager.health.Health;
import io.meridian.manager.kill.Kill;
import io.meridian.manager.kill.KillReport;
import io.meridian.manager.registry.PluginVersion;
import io.meridian.manager.runtime.Unit;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.plugin.contract.manifest.ManifestSetting;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Things as the description has them. Whatever is secret has no place in it. */
final class Views {
    private Views() {}

    private static String time(Instant time) {
        return time == null ? null : time.toString();
    }

    static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    static List<String> roles(Set<Role> roles) {
        return roles.stream().sorted().map(Role::name).toList();
    }

    static Map<String, Object> of(Accounts.Account account) {
        return fields(
                "name", account.name(),
                "roles", roles(account.roles()),
                "disabledAt", time(account.disabledAt()),
                "createdBy", account.createdBy(),
                "createdAt", time(account.createdAt()));
    }

    static Map<String, Object> of(Tokens.Token token) {
        return fields(
                "id", token.id(),
                "label", token.label(),
                "login", token.session(),
                "roles", roles(token.roles()),
                "createdAt", time(token.createdAt()),
                "expiresAt", time(token.expiresAt()));
    }

    static Map<String, Object> of(Tokens.Issued issued) {
        return fields("token", of(issued.token()), "secret", issued.secret());
    }

    static Map<String, Object> of(Act act) {
        return fields(
                "id", act.id(),
                "at", time(act.at()),
                "who", act.who(),
                "action", act.action(),
                "object", act.object(),
                "before", act.before(),
                "after", act.after(),
                "why", act.why());
    }

    static Map<String, Object> of(PluginVersion version) {
        Manifest manifest = version.manifest();
        return fields(
                "plugin", version.plugin(),
                "version", version.version(),
                "kind", version.artifact().kind().name(),
                "digest", version.artifact().digest(),
                "pool", manifest.pool(),
                "description", manifest.description(),
                "registeredBy", version.registeredBy(),
                "registeredAt", time(version.registeredAt()),
                "notices", version.notices(),
                "publishes", manifest.publishes(),
                "subscribes", manifest.subscribes(),
                "requests", manifest.requests(),
                "answers", manifest.answers(),
                "replays", manifest.replays(),
                "egress", manifest.egress(),
                "memoryMib", manifest.resources().memoryMib(),
                "cpus", manifest.resources().cpus(),
                "settings", manifest.settings().stream().map(Views::of).toList());
    }

    private static Map<String, Object> of(ManifestSetting setting) {
        return fields(
                "name", setting.name(),
                "type", setting.type().name().toLowerCase(java.util.Locale.ROOT),
                "required", setting.isRequired(),
                "default", setting.value().orElse(null),
                "values", setting.values(),
                "secret", setting.secret(),
                "doc", setting.doc());
    }

    static Map<String, Object> of(Health health) {
        return fields(
                "level",
                health.level().name(),
                "reasons",
                health.reasons(),
                "missing",
                health.missing().stream().map(Views::of).toList(),
                "since",
                time(health.since()));
    }

    private static Map<String, Object> of(MissingGrants.Missing missing) {
        return fields(
                "action",
                missing.asked().action().name(),
                "pattern",
                missing.asked().pattern(),
                "request",
                missing.request());
    }

    static Map<String, Object> of(Unit unit) {
        return unit == null
                ? null
                : fields("id", unit.id(), "running", unit.running(), "startedAt", time(unit.startedAt()));
    }

    static Map<String, Object> of(GrantRule rule) {
        return fields(
                "id", rule.id(),
                "instance", rule.instance(),
                "effect", rule.effect().name(),
                "action", rule.action().name(),
                "pattern", rule.pattern().text(),
                "until", time(rule.expiresAt()),
                "state", rule.state().name(),
                "emergency", rule.emergency(),
                "approvalsNeeded", rule.approvalsNeeded(),
                "approvals",
                        rule.approvals().stream()
                                .map(given -> fields(
                                        "approver", given.approver(), "at", time(given.at()), "why", given.reason()))
                                .toList(),
                "requestedBy", rule.requestedBy(),
                "requestedAt", time(rule.requestedAt()),
                "why", rule.reason(),
                "decidedBy", rule.decidedBy(),
                "decidedAt", time(rule.decidedAt()),
                "decidedWhy", rule.decidedReason(),
                "revision", rule.revision());
    }

    static Map<String, Object> of(GrantReview review) {
        return fields(
                "grant", of(review.rule()),
                "withinCeiling", review.withinCeiling(),
                "ceiling", review.ceiling(),
                "sensitive", review.sensitive(),
                "coveredBy", review.coveredBy(),
                "denied", review.denied(),
                "publishers", review.publishers(),
                "readers", review.readers(),
                "liveTopics", review.liveTopics(),
                "wouldDeny",
                        review.shadow().wouldDeny().stream()
                                .map(counted -> fields(
                                        "action", counted.action(),
                                        "pattern", counted.pattern(),
                                        "count", counted.count()))
                                .toList(),
                "shadowProblem", review.shadow().problem());
    }

    static Map<String, Object> of(GrantAnswer answer) {
        return fields(
                "allowed", answer.decision().allowed(),
                "reason", answer.decision().reason().name(),
                "words", answer.decision().text(),
                "rule", answer.rule().map(Views::of).orElse(null),
                "nearest", answer.nearest().map(Views::of).orElse(null),
                "withinCeiling", answer.ceiling().within(),
                "ceiling", answer.ceiling().text(),
                "waiting", answer.waiting().stream().map(Views::of).toList());
    }

    static Map<String, Object> of(Kill kill) {
        return fields(
                "id", kill.id(),
                "scope", kill.scope().name(),
                "target", kill.target(),
                "drill", kill.drill(),
                "holds", kill.holds(),
                "setBy", kill.setBy(),
                "setAt", time(kill.setAt()),
                "why", kill.reason(),
                "releasedBy", kill.releasedBy(),
                "releasedAt", time(kill.releasedAt()),
                "releasedWhy", kill.releasedReason());
    }

    static Map<String, Object> of(KillReport report) {
        return fields(
                "kill", of(report.kill()),
                "latched", report.latched(),
                "of", report.latched().size() + report.failed().size(),
                "failed", report.failed(),
                "notRunning", report.notRunning(),
                "millis", report.took().toNanos() / 1_000_000.0,
                "onBus", report.onBus());
    }
}
