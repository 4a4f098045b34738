package io.meridian.bus.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.topic.TopicPattern;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolCeilingsTest {
    private static final PoolCeilings STANDARD = PoolCeilings.standard();

    @ParameterizedTest
    @CsvSource({
        "DGM,       PUBLISH,   platform.data.quote.XNAS.AAPL",
        "SIGNAL,    SUBSCRIBE, platform.data.**",
        "SIGNAL,    PUBLISH,   platform.signal.insight.momentum.*",
        "SIGNAL,    REQUEST,   platform.history.bar.*.*",
        "STRATEGY,  REQUEST,   platform.history.**",
        "OPTIMIZER, SUBSCRIBE, platform.signal.**",
        "OPTIMIZER, PUBLISH,   platform.portfolio.target.growth",
        "OMS,       SUBSCRIBE, platform.portfolio.target.*",
        "OMS,       SUBSCRIBE, platform.oms.command.**",
        "OMS,       PUBLISH,   platform.oms.report.**",
        "OMS,       PUBLISH,   platform.oms.command.new",
        "EMS,       SUBSCRIBE, platform.ems.command.**",
        "EMS,       PUBLISH,   platform.ems.event.fill",
        "EMS,       PUBLISH,   platform.ccm.XNAS.command",
        "EMS,       SUBSCRIBE, platform.ccm.XNAS.event",
        "CCM,       SUBSCRIBE, platform.ccm.XNAS.command",
        "CCM,       PUBLISH,   platform.ccm.XNAS.event",
        "CCM,       PUBLISH,   platform.ccm.XNAS.session",
        "BOR,       SUBSCRIBE, platform.ems.event.**",
        "BOR,       PUBLISH,   platform.bor.position.growth",
        "OPTIMIZER, REQUEST,   platform.bor.position.growth",
        "STRATEGY,  PUBLISH,   platform.oms.command.new.AAPL",
        "STRATEGY,  PUBLISH,   platform.portfolio.target.growth",
    })
    void shouldAllowWhatARoleNeeds(final String pool, final Action action, final String pattern) {
        final var check = STANDARD.check(allow(pool, action, pattern));
        assertTrue(check.within(), check.text());
    }

    @ParameterizedTest
    @CsvSource({
        "DGM,       PUBLISH,   platform.signal.insight.a.b",
        "DGM,       PUBLISH,   platform.**",
        "SIGNAL,    PUBLISH,   platform.data.quote.XNAS.AAPL",
        "SIGNAL,    PUBLISH,   platform.oms.command.new",
        "SIGNAL,    SUBSCRIBE, platform.bor.position.growth",
        "SIGNAL,    SUBSCRIBE, **",
        "SIGNAL,    SUBSCRIBE, platform.history.**",
        "DGM,       PUBLISH,   platform.history.bar.XNAS.AAPL",
        "EMS,       REQUEST,   platform.history.bar.XNAS.AAPL",
        "OPTIMIZER, PUBLISH,   platform.oms.command.new",
        "STRATEGY,  PUBLISH,   platform.ems.command.new",
        "OMS,       PUBLISH,   platform.ccm.XNAS.command",
        "OMS,       PUBLISH,   platform.oms.event.p1",
        "OMS,       PUBLISH,   platform.ems.command.p1",
        "EMS,       PUBLISH,   platform.ccm.*.*",
        "EMS,       PUBLISH,   platform.ccm.XNAS.event",
        "CCM,       PUBLISH,   platform.ccm.XNAS.command",
        "BOR,       PUBLISH,   platform.oms.event.filled",
    })
    void shouldRefuseWhatARoleMayNeverHaveAndSayWhatItMay(
            final String pool, final Action action, final String pattern) {
        final var check = STANDARD.check(allow(pool, action, pattern));
        assertFalse(check.within(), check.text());
        final String expected = "outside the ceiling of pool=" + pool + ", which may " + action + " only platform.";
        assertTrue(check.text().contains(expected), check.text());
    }

    @Test
    void shouldGiveEveryStandardTypeItsHeartbeatAndTheKillSwitchAndNoneThePlatformsOwnTopics() {
        for (final PoolType pool : PoolType.STANDARD) {
            assertTrue(within(pool, Action.PUBLISH, "platform.control.heartbeat.momentum-1"), pool.name());
            assertTrue(within(pool, Action.SUBSCRIBE, "platform.control.kill.all"), pool.name());
            for (final String forbidden : List.of(
                    "platform.control.kill",
                    "platform.control.kill.all",
                    "platform.control.grants.x",
                    "platform.control.lifecycle.x",
                    "platform.audit.x",
                    "dlq.platform.oms.event.x")) {
                assertFalse(within(pool, Action.PUBLISH, forbidden), pool + " " + forbidden);
            }
            for (final Action action : Action.values()) {
                assertFalse(within(pool, action, "platform.control.store.export"), pool + " " + action);
                assertFalse(within(pool, action, "platform.audit.**"), pool + " " + action);
                assertFalse(within(pool, action, "deployment.other.platform.data.quote"), pool + " " + action);
            }
        }
    }

    @Test
    void shouldHoldAnInstanceToTheCeilingOfItsType() {
        final Grant grant =
                Grant.allow("g", Principal.instance("m-1"), Action.PUBLISH, TopicPattern.of("platform.signal.x"));
        assertTrue(STANDARD.check(grant, PoolType.SIGNAL).within());
        assertFalse(STANDARD.check(grant, PoolType.OMS).within());
        assertThrows(IllegalArgumentException.class, () -> STANDARD.check(grant));
        assertThrows(
                IllegalArgumentException.class,
                () -> STANDARD.check(allow("SIGNAL", Action.PUBLISH, "platform.signal.x"), PoolType.OMS));
    }

    @Test
    void shouldAlwaysAllowARuleThatDenies() {
        final Grant deny = Grant.deny("g", Principal.pool(PoolType.SIGNAL), Action.PUBLISH, TopicPattern.of("**"));
        assertTrue(STANDARD.check(deny).within());
    }

    @Test
    void shouldGrantNothingToACustomTypeUntilItHasACeiling() {
        final Grant grant = allow("RISK", Action.SUBSCRIBE, "platform.oms.event.**");
        final var before = STANDARD.check(grant);
        assertFalse(before.within());
        assertTrue(before.text().contains("pool=RISK has no ceiling"), before.text());
        final PoolCeilings custom = PoolCeilings.parse("# ours\n\n  RISK SUBSCRIBE  platform.oms.**\n", "custom.txt");
        assertTrue(STANDARD.with(custom).check(grant).within());
        assertEquals(1, custom.ceiling(new PoolType("RISK")).size());
        assertThrows(IllegalArgumentException.class, () -> STANDARD.with(PoolCeilings.parse("OMS PUBLISH **", "x")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SIGNAL PUBLISH           | fields=2",
                "SIGNAL PUBLISH a.b # why | fields=5",
                "signal PUBLISH a.b       | pool=signal",
                "SIGNAL publish a.b       | action=publish",
                "SIGNAL PUBLISH a..b      | an empty segment",
            })
    void shouldNameTheFileAndLineWhenCeilingsAreWrong(final String line, final String problem) {
        final var refused = assertThrows(
                IllegalArgumentException.class,
                () -> PoolCeilings.parse("# first\nOMS PUBLISH a\n" + line, "my-ceilings.txt"));
        assertTrue(refused.getMessage().startsWith("my-ceilings.txt line 3: "), refused.getMessage());
        assertTrue(refused.getMessage().contains(problem), refused.getMessage());
    }

    @Test
    void shouldRefuseALineWrittenTwice() {
        final var refused = assertThrows(
                IllegalArgumentException.class, () -> PoolCeilings.parse("OMS PUBLISH a\nOMS  PUBLISH  a", "f"));
        assertTrue(refused.getMessage().startsWith("f line 2: pool=OMS has this rule already"), refused.getMessage());
    }

    private static boolean within(final PoolType pool, final Action action, final String pattern) {
        return STANDARD.check(allow(pool.name(), action, pattern)).within();
    }

    private static Grant allow(final String pool, final Action action, final String pattern) {
        return Grant.allow("g", Principal.pool(new PoolType(pool)), action, TopicPattern.of(pattern));
    }
}
