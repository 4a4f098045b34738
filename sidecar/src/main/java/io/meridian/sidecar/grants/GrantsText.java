package io.meridian.sidecar.grants;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Effect;
import io.meridian.bus.grant.Grant;
import io.meridian.bus.grant.PoolType;
import io.meridian.bus.grant.Principal;
import io.meridian.bus.topic.TopicPattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The text form of grants, one a line:
 *
 * <pre>
 * allow g-12 publish platform.data.quote.** for instance momo-1 until 2026-12-31T00:00:00Z
 * deny g-13 subscribe platform.oms.** for pool SIGNAL
 * pending r-7 publish platform.oms.**
 * # a remark
 * </pre>
 *
 * @param grants what is in force
 * @param pending what was asked for and waits for approval
 */
public record GrantsText(List<Grant> grants, List<Pending> pending) {
    /** A request that waits. */
    public record Pending(String id, Action action, TopicPattern pattern) {}

    /** Copies the lists. */
    public GrantsText {
        grants = List.copyOf(grants);
        pending = List.copyOf(pending);
    }

    /**
     * Reads it, strictly.
     *
     * @throws IllegalArgumentException at the first line that is wrong, with its number and what would be right
     */
    public static GrantsText parse(String text) {
        List<Grant> grants = new ArrayList<>();
        List<Pending> pending = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            try {
                List<String> words = Arrays.asList(line.strip().split("\\s+"));
                String id = word(words, 1, "an id");
                if (!ids.add(id)) {
                    throw new IllegalArgumentException("id=" + id + " is used twice");
                }
                Action action = action(word(words, 2, "an action"));
                TopicPattern pattern = TopicPattern.of(word(words, 3, "a topic pattern"));
                switch (words.getFirst()) {
                    case "allow" -> grants.add(grant(Effect.ALLOW, id, action, pattern, words));
                    case "deny" -> grants.add(grant(Effect.DENY, id, action, pattern, words));
                    case "pending" -> pending.add(new Pending(id, action, pattern));
                    default ->
                        throw new IllegalArgumentException(
                                "first word=" + words.getFirst() + " is not one of allow, deny, pending");
                }
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "line " + number + ": " + wrong.getMessage()
                                + ". A line is: allow|deny ID ACTION PATTERN for instance|pool NAME [until TIME]",
                        wrong);
            }
        }
        return new GrantsText(grants, pending);
    }

    private static Grant grant(Effect effect, String id, Action action, TopicPattern pattern, List<String> words) {
        if (!word(words, 4, "'for'").equals("for")) {
            throw new IllegalArgumentException("word 5 is '" + words.get(4) + "', not 'for'");
        }
        String name = word(words, 6, "a name");
        Principal principal = switch (words.get(5)) {
            case "instance" -> Principal.instance(name);
            case "pool" -> Principal.pool(new PoolType(name));
            default -> throw new IllegalArgumentException("'" + words.get(5) + "' is not 'instance' or 'pool'");
        };
        long expiryNs = Grant.NO_EXPIRY;
        int used = 7;
        if (words.size() > used) {
            if (!words.get(7).equals("until")) {
                throw new IllegalArgumentException("word 8 is '" + words.get(7) + "', not 'until'");
            }
            expiryNs = instant(word(words, 8, "a time"));
            used = 9;
        }
        if (words.size() > used) {
            throw new IllegalArgumentException("'" + words.get(used) + "' is one word too many");
        }
        return new Grant(id, principal, action, pattern, effect, expiryNs);
    }

    private static String word(List<String> words, int at, String what) {
        if (words.size() <= at) {
            throw new IllegalArgumentException(what + " is missing");
        }
        return words.get(at);
    }

    private static Action action(String text) {
        try {
            return Action.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "action=" + text + " is not one of publish, subscribe, request, replay", unknown);
        }
    }

    private static long instant(String text) {
        try {
            Instant time = Instant.parse(text);
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
        } catch (DateTimeException | ArithmeticException wrong) {
            throw new IllegalArgumentException("time=" + text + " is not a time such as 2026-12-31T00:00:00Z", wrong);
        }
    }
}
