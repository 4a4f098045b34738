package io.meridian.bus.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random rules and questions, checked against the plainest model there is. */
class GrantModelTest {
    private static final String[] WORDS = {"platform", "data", "signal", "AAPL"};
    private static final String[] INSTANCES = {"one", "two"};
    private static final PoolType[] POOLS = {PoolType.SIGNAL, PoolType.OMS};
    private static final int END_OF_TIME_NS = 40;

    private int allowed;
    private int denied;

    @Test
    void shouldAnswerAsThePlainModelDoesInAHundredThousandCases() {
        check(100_000, new Random().nextLong());
        check(100_000, 20_261_120);
    }

    @Test
    @Tag("long")
    void shouldAnswerAsThePlainModelDoesInAMillionCases() {
        check(1_000_000, new Random().nextLong());
    }

    private void check(final int cases, final long seed) {
        System.out.println("grants against the plain model: cases=" + cases + " seed=" + seed);
        final Random random = new Random(seed);
        allowed = 0;
        denied = 0;
        for (int done = 0; done < cases; ) {
            done += checkTable(random, "seed=" + seed + " case=" + done);
        }
        // Both answers must be common, or agreement proves little.
        assertTrue(allowed > cases / 20 && denied > cases / 4, "allowed=" + allowed + " denied=" + denied);
    }

    /** One table through three sets of rules, its handles kept all the while and asked as time goes on. */
    private int checkTable(final Random random, final String where) {
        final GrantTable table = GrantTable.empty();
        final List<GrantHandle> handles = new ArrayList<>();
        final List<String[]> askers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            final String instance = INSTANCES[random.nextInt(2)];
            final String pool = random.nextInt(8) == 0 ? null : POOLS[random.nextInt(2)].name();
            final TopicPattern topic = TopicPattern.of(text(random, random.nextInt(4) == 0));
            handles.add(
                    topic.isConcrete()
                            ? table.handle(instance, pool, action(random), topic.topic())
                            : table.handle(instance, pool, action(random), topic));
            askers.add(new String[] {instance, pool});
        }
        int cases = 0;
        for (int round = 0; round < 3; round++) {
            final List<Grant> rules = rules(random);
            table.replace(rules);
            for (int now = 0; now < END_OF_TIME_NS; now += 1 + random.nextInt(12)) {
                for (int i = 0; i < handles.size(); i++) {
                    checkOne(table, handles.get(i), askers.get(i), rules, now, where);
                    cases++;
                }
            }
        }
        return cases;
    }

    private void checkOne(
            final GrantTable table,
            final GrantHandle handle,
            final String[] asker,
            final List<Grant> rules,
            final int now,
            final String where) {
        final boolean expected = model(rules, asker[0], asker[1], handle.action(), handle.pattern(), now);
        final Supplier<String> what = () -> where + " now=" + now + " " + handle + " rules=" + rules;
        assertEquals(expected, handle.allowed(now), what);
        assertEquals(expected, handle.allowed(now), what);
        assertEquals(expected, table.isAllowed(asker[0], asker[1], handle.action(), handle.pattern(), now), what);
        final Decision decision = handle.explain(now);
        assertEquals(expected, decision.allowed(), what);
        assertEquals(expected, decision.text().startsWith("ALLOWED "), what);
        assertEquals(table.epoch(), decision.epoch(), what);
        allowed += expected ? 1 : 0;
        denied += expected ? 0 : 1;
    }

    private static boolean model(
            final List<Grant> rules,
            final String instance,
            final String pool,
            final Action action,
            final TopicPattern asked,
            final int now) {
        boolean allow = false;
        for (final Grant rule : rules) {
            final boolean mine = switch (rule.principal()) {
                case Principal.Instance(final String name) -> name.equals(instance);
                case Principal.Pool(final PoolType type) -> type.name().equals(pool);
            };
            if (!mine || rule.action() != action || now >= rule.expiryNs()) {
                continue;
            }
            if (rule.effect() == Effect.DENY) {
                if (meets(rule.pattern(), asked)) {
                    return false;
                }
            } else {
                allow |= contains(rule.pattern(), asked);
            }
        }
        return allow;
    }

    private static boolean meets(final TopicPattern rule, final TopicPattern asked) {
        return asked.isConcrete() ? matches(rule.text(), asked.topic()) : rule.intersects(asked);
    }

    private static boolean contains(final TopicPattern rule, final TopicPattern asked) {
        // That covers and intersects are right for patterns is shown by enumeration in the tests of topics.
        return asked.isConcrete() ? matches(rule.text(), asked.topic()) : rule.covers(asked);
    }

    private static boolean matches(final String pattern, final Topic topic) {
        final String[] wanted = pattern.split("\\.");
        final String[] given = topic.name().split("\\.");
        for (int i = 0; i < wanted.length; i++) {
            if (i >= given.length) {
                return false;
            }
            if (wanted[i].equals("**")) {
                return true;
            }
            if (!wanted[i].equals("*") && !wanted[i].equals(given[i])) {
                return false;
            }
        }
        return wanted.length == given.length;
    }

    private static List<Grant> rules(final Random random) {
        final List<Grant> rules = new ArrayList<>();
        for (int i = random.nextInt(24); i > 0; i--) {
            final Principal principal = random.nextBoolean()
                    ? Principal.instance(INSTANCES[random.nextInt(2)])
                    : Principal.pool(POOLS[random.nextInt(2)]);
            final Effect effect = random.nextInt(5) == 0 ? Effect.DENY : Effect.ALLOW;
            final long expiryNs = random.nextInt(3) == 0 ? Grant.NO_EXPIRY : random.nextInt(END_OF_TIME_NS);
            final TopicPattern pattern = TopicPattern.of(text(random, true));
            rules.add(new Grant("g" + i, principal, action(random), pattern, effect, expiryNs));
        }
        return rules;
    }

    private static Action action(final Random random) {
        return Action.values()[random.nextInt(2)];
    }

    private static String text(final Random random, final boolean wild) {
        final StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            final boolean star = wild && random.nextInt(3) == 0;
            final String word = star ? "*" : WORDS[random.nextInt(WORDS.length)];
            text.append(wild && i == 1 && random.nextInt(3) == 0 ? "**" : word);
            text.append(i > 1 ? "." : "");
        }
        return text.toString();
    }
}
