package io.meridian.bus.grant;

import io.meridian.bus.topic.TopicPattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The most that may ever be granted to each pool type, as data. A grant outside its ceiling cannot be approved.
 *
 * <p>The text form has one rule a line, {@code POOL ACTION PATTERN}, with blank lines and lines that start with
 * {@code #} left out. It is read strictly. The ceilings of the standard types are in {@code pool-ceilings.txt}
 * beside this class; a file of the same form adds custom types.
 */
public final class PoolCeilings {
    private static final String STANDARD = "pool-ceilings.txt";

    private final Map<PoolType, Set<Rule>> rules;

    /** One thing a pool type may be granted. */
    public record Rule(Action action, TopicPattern pattern) {
        @Override
        public String toString() {
            return action + " " + pattern;
        }
    }

    /**
     * Whether a grant lies within a ceiling.
     *
     * @param within whether it does
     * @param text   why, and if it does not, what to do
     */
    public record Check(boolean within, String text) {}

    private PoolCeilings(final Map<PoolType, Set<Rule>> rules) {
        this.rules = rules;
    }

    /** The ceilings of the standard pool types. */
    public static PoolCeilings standard() {
        try (InputStream in = PoolCeilings.class.getResourceAsStream(STANDARD)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), STANDARD);
        } catch (final IOException e) {
            throw new UncheckedIOException(STANDARD + " cannot be read from the program's own files", e);
        }
    }

    /**
     * Reads ceilings.
     *
     * @param source named in messages, such as the file
     * @throws IllegalArgumentException at the first line that is wrong, with its number and what is wrong
     */
    public static PoolCeilings parse(final String text, final String source) {
        final Map<PoolType, Set<Rule>> rules = new LinkedHashMap<>();
        int number = 0;
        for (final String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                parseLine(line, rules);
            } catch (final IllegalArgumentException e) {
                throw new IllegalArgumentException(source + " line " + number + ": " + e.getMessage(), e);
            }
        }
        return new PoolCeilings(rules);
    }

    /**
     * These ceilings and further ones, for custom types.
     *
     * @throws IllegalArgumentException if both have a ceiling for the same type: a ceiling is never widened by accident
     */
    public PoolCeilings with(final PoolCeilings custom) {
        final Map<PoolType, Set<Rule>> both = new LinkedHashMap<>(rules);
        custom.rules.forEach((pool, ceiling) -> {
            if (both.putIfAbsent(pool, ceiling) != null) {
                throw new IllegalArgumentException("pool=" + pool + " has a ceiling already; use another name");
            }
        });
        return new PoolCeilings(both);
    }

    /** What a pool type may be granted; empty for a type without a ceiling. */
    public List<Rule> ceiling(final PoolType pool) {
        return List.copyOf(rules.getOrDefault(pool, Set.of()));
    }

    /**
     * Whether a grant to a pool type lies within its ceiling.
     *
     * @throws IllegalArgumentException if the grant is to an instance, whose pool type must be given
     */
    public Check check(final Grant grant) {
        if (grant.principal() instanceof Principal.Pool(final PoolType type)) {
            return check(grant, type);
        }
        throw new IllegalArgumentException("principal=" + grant.principal()
                + " is an instance; say of which pool type it is, since the ceiling is the type's");
    }

    /**
     * Whether a grant lies within the ceiling of a pool type. One that denies always does: it only takes away.
     *
     * @param pool the pool type of the instance the grant is to, or the one it names itself
     * @throws IllegalArgumentException if the grant names another pool type
     */
    public Check check(final Grant grant, final PoolType pool) {
        if (grant.principal() instanceof Principal.Pool(final PoolType named) && !named.equals(pool)) {
            throw new IllegalArgumentException(
                    "pool=" + pool + " is not the grant's own, principal=" + grant.principal());
        }
        if (grant.effect() == Effect.DENY) {
            return new Check(true, "a rule that denies is within every ceiling");
        }
        final Set<Rule> ceiling = rules.get(pool);
        if (ceiling == null) {
            return new Check(
                    false,
                    grant + " cannot be approved: pool=" + pool
                            + " has no ceiling, so nothing can be granted to it. Add lines for it to the ceilings, or"
                            + " use one of "
                            + rules.keySet());
        }
        final List<Rule> sameAction =
                ceiling.stream().filter(rule -> rule.action() == grant.action()).toList();
        for (final Rule rule : sameAction) {
            if (rule.pattern().covers(grant.pattern())) {
                return new Check(true, "within the ceiling of pool=" + pool + " by " + rule);
            }
        }
        final String allowed = sameAction.isEmpty()
                ? "not " + grant.action() + " anything. Use another pool type"
                : grant.action() + " only " + patterns(sameAction) + ". Narrow the pattern to lie within one of these";
        return new Check(
                false,
                grant + " cannot be approved: it is outside the ceiling of pool=" + pool + ", which may " + allowed);
    }

    private static void parseLine(final String line, final Map<PoolType, Set<Rule>> rules) {
        final String[] fields = line.strip().split("\\s+");
        if (fields.length != 3) {
            throw new IllegalArgumentException("fields=" + fields.length + "; expected POOL ACTION PATTERN");
        }
        final PoolType pool = new PoolType(fields[0]);
        final Rule rule = new Rule(action(fields[1]), TopicPattern.of(fields[2]));
        if (!rules.computeIfAbsent(pool, key -> new LinkedHashSet<>()).add(rule)) {
            throw new IllegalArgumentException("pool=" + pool + " has this rule already: " + rule);
        }
    }

    private static String patterns(final List<Rule> rules) {
        return rules.stream().map(rule -> rule.pattern().text()).collect(Collectors.joining(", "));
    }

    private static Action action(final String text) {
        for (final Action action : Action.values()) {
            if (action.name().equals(text)) {
                return action;
            }
        }
        throw new IllegalArgumentException("action=" + text + " is not one of " + List.of(Action.values()));
    }
}
