package io.meridian.manager.grants;

import io.meridian.bus.grant.Effect;
import java.util.List;
import java.util.Locale;

/** The grants of an instance as its sidecar reads them; see {@link io.meridian.sidecar.grants.GrantsText}. */
public final class GrantsFile {
    private GrantsFile() {}

    /** All of them as if they were in force. Null when none waits, so that there is nothing to try. */
    public static String proposed(List<GrantRule> rules) {
        StringBuilder text =
                new StringBuilder("# Written by the instance manager: grants in force, and those that wait.\n");
        rules.forEach(rule -> inForce(text, rule));
        return rules.stream().allMatch(rule -> rule.state() == GrantState.ACTIVE) ? null : text.toString();
    }

    private static void inForce(StringBuilder text, GrantRule rule) {
        text.append(rule.effect() == Effect.ALLOW ? "allow " : "deny ")
                .append(rest(rule))
                .append(" for instance ")
                .append(rule.instance())
                .append(rule.expiresAt() == null ? "" : " until " + rule.expiresAt())
                .append('\n');
    }

    private static String rest(GrantRule rule) {
        return rule.id() + " " + rule.action().name().toLowerCase(Locale.ROOT) + " " + rule.pattern();
    }

    /** Those in force, and those that wait, so that the sidecar can say so to a plugin that is denied. */
    public static String text(List<GrantRule> rules) {
        StringBuilder text =
                new StringBuilder("# Written by the instance manager; a change made here is overwritten.\n");
        for (GrantRule rule : rules) {
            if (rule.state() == GrantState.ACTIVE) {
                inForce(text, rule);
            } else if (rule.state() == GrantState.REQUESTED && rule.effect() == Effect.ALLOW) {
                text.append("pending ").append(rest(rule)).append('\n');
            }
        }
        return text.toString();
    }
}
