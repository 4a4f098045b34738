package io.meridian.bus.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.meridian.bus.grant.Decision.Reason;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GrantTableTest {
    private static final Principal ME = Principal.instance("momentum-1");
    private static final Principal MY_POOL = Principal.pool(PoolType.SIGNAL);
    private static final Topic QUOTE = Topic.of("platform.data.quote.XNAS.AAPL");
    private static final Grant READ_DATA = allow("read-data", MY_POOL, Action.SUBSCRIBE, "platform.data.**");

    @Test
    void shouldDenyEverythingWhenThereAreNoGrants() {
        assertFalse(ask(GrantTable.empty(), Action.SUBSCRIBE, "platform.data.quote", 0));
        final Decision decision = explain(GrantTable.empty(), Action.SUBSCRIBE, "platform.data.quote", 0);
        assertEquals(Reason.NO_RULE, decision.reason());
        assertEquals(
                "DENIED instance=momentum-1 pool=SIGNAL action=SUBSCRIBE topic=platform.data.quote: no rule allows it;"
                        + " there is no rule near it. Ask for a grant of SUBSCRIBE on platform.data.quote",
                decision.text());
    }

    @Test
    void shouldHonourGrantsOfTheInstanceAndOfItsPoolOnly() {
        final GrantTable table =
                GrantTable.of(List.of(READ_DATA, allow("mine", ME, Action.PUBLISH, "platform.signal.*")));
        assertTrue(ask(table, Action.SUBSCRIBE, QUOTE.name(), 0));
        assertTrue(ask(table, Action.PUBLISH, "platform.signal.x", 0));
        assertFalse(ask(table, Action.PUBLISH, QUOTE.name(), 0));
        assertFalse(table.handle("other", "SIGNAL", Action.PUBLISH, Topic.of("platform.signal.x"))
                .allowed(0));
        assertTrue(table.handle("other", "SIGNAL", Action.SUBSCRIBE, QUOTE).allowed(0));
        assertFalse(table.handle("other", "OMS", Action.SUBSCRIBE, QUOTE).allowed(0));
        assertFalse(table.handle("other", null, Action.SUBSCRIBE, QUOTE).allowed(0));
        // An instance may be called like a pool type; that makes it no member.
        assertFalse(table.handle("SIGNAL", "OMS", Action.SUBSCRIBE, QUOTE).allowed(0));
    }

    @Test
    void shouldLetDenyWinWhicheverIsMoreSpecific() {
        final GrantTable table = GrantTable.of(List.of(
                allow("exact", ME, Action.SUBSCRIBE, QUOTE.name()),
                deny("wide", MY_POOL, Action.SUBSCRIBE, "platform.**")));
        final Decision decision = table.explain("momentum-1", "SIGNAL", Action.SUBSCRIBE, QUOTE, 0);
        assertFalse(decision.allowed());
        assertEquals(Reason.DENIED_BY_RULE, decision.reason());
        assertEquals("wide", decision.rule().orElseThrow().id());
        assertEquals("exact", decision.nearest().orElseThrow().id());
        assertTrue(
                decision.text()
                        .contains("rule wide (DENY pool:SIGNAL SUBSCRIBE platform.**), which wins over rule exact"),
                decision.text());
    }

    @Test
    void shouldAllowAWildcardOnlyWhenOneRuleCoversAllOfIt() {
        final GrantTable table = GrantTable.of(List.of(
                READ_DATA, allow("one", ME, Action.SUBSCRIBE, "a.*"), allow("more", ME, Action.SUBSCRIBE, "a.*.**")));
        assertTrue(ask(table, Action.SUBSCRIBE, "platform.data.quote.**", 0));
        assertTrue(ask(table, Action.SUBSCRIBE, "platform.data.**", 0));
        assertFalse(ask(table, Action.SUBSCRIBE, "a.**", 0));
        final Decision decision = explain(table, Action.SUBSCRIBE, "platform.**", 0);
        assertEquals(Reason.PARTLY_COVERED, decision.reason());
        assertEquals(Optional.of(READ_DATA), decision.rule());
        assertTrue(decision.text().contains("only partly covered by rule read-data"), decision.text());
    }

    @Test
    void shouldDenyAWildcardWhenAnyPartOfItIsDenied() {
        final GrantTable table =
                GrantTable.of(List.of(READ_DATA, deny("no-book", ME, Action.SUBSCRIBE, "platform.data.book.**")));
        assertFalse(ask(table, Action.SUBSCRIBE, "platform.data.**", 0));
        assertTrue(ask(table, Action.SUBSCRIBE, "platform.data.quote.**", 0));
        final Decision decision = explain(table, Action.SUBSCRIBE, "platform.data.**", 0);
        assertEquals("no-book", decision.rule().orElseThrow().id());
        assertTrue(decision.text().contains("a part of the pattern is denied by"), decision.text());
    }

    @Test
    void shouldChangeTheAnswerAtTheInstantOfExpiry() {
        final GrantTable table = GrantTable.of(List.of(
                READ_DATA.until(2_000),
                deny("pause", ME, Action.SUBSCRIBE, "platform.data.**").until(1_000)));
        final GrantHandle handle = table.handle("momentum-1", "SIGNAL", Action.SUBSCRIBE, QUOTE);
        assertFalse(handle.allowed(0));
        assertFalse(handle.allowed(999));
        assertTrue(handle.allowed(1_000));
        assertTrue(handle.allowed(1_999));
        assertFalse(handle.allowed(2_000));
        assertFalse(handle.allowed(Long.MAX_VALUE));
        final Decision decision = handle.explain(1_800_000_000_000_000_000L);
        assertEquals(Reason.EXPIRED, decision.reason());
        assertTrue(
                decision.text().contains("expired at 1970-01-01T00:00:00.000002Z. Renew that grant"), decision.text());
    }

    @Test
    void shouldHoldWithoutEndWhenThereIsNoExpiry() {
        final GrantHandle handle =
                GrantTable.of(List.of(READ_DATA)).handle("momentum-1", "SIGNAL", Action.SUBSCRIBE, QUOTE);
        assertTrue(handle.allowed(Long.MAX_VALUE));
        assertTrue(handle.allowed(Long.MIN_VALUE));
    }

    @Test
    void shouldNameTheMostSpecificRuleThatAllows() {
        final GrantTable table = GrantTable.of(List.of(
                READ_DATA,
                allow("pool", MY_POOL, Action.SUBSCRIBE, "platform.data.*.**"),
                allow("own", ME, Action.SUBSCRIBE, "platform.data.*.**"),
                allow("wide", ME, Action.SUBSCRIBE, "**")));
        final Decision decision = table.explain("momentum-1", "SIGNAL", Action.SUBSCRIBE, QUOTE, 0);
        assertEquals(Reason.ALLOWED_BY_RULE, decision.reason());
        assertEquals("own", decision.rule().orElseThrow().id());
        assertEquals(Optional.empty(), decision.nearest());
    }

    @Test
    void shouldNameTheNearestRuleWhenNoneAllows() {
        final GrantTable table = GrantTable.of(List.of(
                READ_DATA, allow("far", ME, Action.PUBLISH, "platform.**"), allow("other", ME, Action.PUBLISH, "x.y")));
        // SUBSCRIBE is granted on the very topic, REPLAY is asked.
        assertEquals(
                "read-data",
                explain(table, Action.REPLAY, QUOTE.name(), 0)
                        .nearest()
                        .orElseThrow()
                        .id());
        assertEquals(
                "other",
                explain(table, Action.PUBLISH, "x.z", 0).nearest().orElseThrow().id());
        assertEquals(
                Optional.empty(), explain(table, Action.PUBLISH, "elsewhere", 0).nearest());
    }

    @Test
    void shouldRaiseTheEpochAndReevaluateHandlesWhenGrantsAreReplaced() {
        final GrantTable table = GrantTable.of(List.of(READ_DATA));
        final GrantHandle handle = table.handle("momentum-1", "SIGNAL", Action.SUBSCRIBE, QUOTE);
        assertTrue(handle.allowed(5));
        final long before = table.epoch();
        table.replace(List.of());
        assertEquals(before + 1, table.epoch());
        assertFalse(handle.allowed(5));
        table.replace(List.of(READ_DATA));
        assertTrue(handle.allowed(5));
    }

    @Test
    void shouldKeepTheOldGrantsWhenNewOnesAreRefused() {
        final GrantTable table = GrantTable.of(List.of(READ_DATA));
        final var refused = assertThrows(
                IllegalArgumentException.class,
                () -> table.replace(List.of(READ_DATA, deny("read-data", ME, Action.PUBLISH, "a"))));
        assertTrue(refused.getMessage().contains("id=read-data"), refused.getMessage());
        assertTrue(ask(table, Action.SUBSCRIBE, QUOTE.name(), 0));
        assertEquals(1, table.epoch());
    }

    @Test
    void shouldAllowEverythingWhenUnrestricted() {
        final GrantTable table = GrantTable.unrestricted();
        assertTrue(table.isUnrestricted());
        assertTrue(table.handle("platform", null, Action.PUBLISH, Topic.of("anything"))
                .allowed(1));
        assertTrue(ask(table, Action.REPLAY, "**", Long.MAX_VALUE));
        assertEquals(Reason.UNRESTRICTED, explain(table, Action.PUBLISH, "x", 0).reason());
        assertThrows(IllegalStateException.class, () -> table.replace(List.of()));
    }

    @Test
    void shouldRefuseQuestionsAndGrantsThatMakeNoSense() {
        final GrantTable table = GrantTable.empty();
        assertThrows(IllegalArgumentException.class, () -> table.handle("a.b", "SIGNAL", Action.PUBLISH, QUOTE));
        assertThrows(IllegalArgumentException.class, () -> table.handle(null, "SIGNAL", Action.PUBLISH, QUOTE));
        assertThrows(IllegalArgumentException.class, () -> table.handle("a", "signal", Action.PUBLISH, QUOTE));
        assertThrows(IllegalArgumentException.class, () -> allow(" ", ME, Action.PUBLISH, "a"));
    }

    @Test
    @Timeout(20)
    void shouldShowARevocationToAThreadThatOnlyChecks() throws InterruptedException {
        final GrantTable table = GrantTable.of(List.of(READ_DATA));
        final GrantHandle handle = table.handle("momentum-1", "SIGNAL", Action.SUBSCRIBE, QUOTE);
        final AtomicLong seen = new AtomicLong();
        // Nothing in the loop but the check: were the compiler allowed to read the epoch once, it would never end.
        // That shows for certain only when this test runs alone; other tests teach the compiler the slow path.
        final Thread checker = Thread.ofPlatform().daemon().start(() -> {
            long checks = 0;
            while (handle.allowed(7)) {
                checks++;
            }
            seen.set(checks);
        });
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        // Long enough for the loop to be compiled, and no longer, since it keeps a core busy.
        while (threads.getThreadCpuTime(checker.threadId()) < 100_000_000L && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(1_000_000);
        }
        table.replace(List.of());
        checker.join(5_000);
        assertFalse(checker.isAlive(), "the revocation was never seen");
        assertTrue(seen.get() > 0);
    }

    /** An allowing and an empty set of rules take turns: odd epochs allow, even ones deny. */
    @Test
    @Timeout(30)
    void shouldNeverAnswerByGrantsOlderThanTheEpochAlreadySeen() throws InterruptedException {
        final List<Grant> odd = List.of(allow("odd", ME, Action.PUBLISH, "t"));
        final GrantTable table = GrantTable.of(odd);
        final GrantHandle shared = table.handle("momentum-1", "SIGNAL", Action.PUBLISH, Topic.of("t"));
        final AtomicLong wrong = new AtomicLong();
        final AtomicLong certain = new AtomicLong();
        final Thread[] readers = new Thread[2];
        final AtomicBoolean done = new AtomicBoolean();
        for (int i = 0; i < readers.length; i++) {
            readers[i] = Thread.ofPlatform().daemon().start(() -> {
                while (!done.get()) {
                    final long before = table.epoch();
                    final boolean answer = shared.allowed(1);
                    // Only an epoch that did not move meanwhile says what the answer had to be.
                    if (table.epoch() == before && table.snapshot().epoch() == before) {
                        certain.incrementAndGet();
                        wrong.addAndGet(answer == (before % 2 == 1) ? 0 : 1);
                    }
                    Thread.yield();
                }
            });
        }
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while ((table.epoch() < 5_000 || certain.get() < 2_000) && System.nanoTime() < deadlineNs) {
            table.replace(table.epoch() % 2 == 1 ? List.of() : odd);
            Thread.yield();
        }
        done.set(true);
        for (final Thread reader : readers) {
            reader.join();
        }
        assertEquals(0, wrong.get());
        assertTrue(certain.get() >= 2_000, "too few checks between two epochs: certain=" + certain.get());
    }

    @Test
    void shouldAllocateNothingWhenCheckingAHandle() {
        final GrantTable table = GrantTable.of(List.of(READ_DATA.until(Long.MAX_VALUE - 1)));
        final GrantHandle allowed = table.handle("momentum-1", "SIGNAL", Action.SUBSCRIBE, QUOTE);
        final GrantHandle denied = table.handle("momentum-1", "SIGNAL", Action.PUBLISH, QUOTE);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        int yes = 0;
        for (int round = 0; round < 20; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int now = 0; now < 10_000; now++) {
                yes += allowed.allowed(now) ? 1 : 0;
                yes += denied.allowed(now) ? 1 : 0;
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(200_000, yes);
        assertTrue(least < 1_000, "allocated bytes=" + least);
    }

    private static boolean ask(final GrantTable table, final Action action, final String pattern, final long nowNs) {
        return table.isAllowed("momentum-1", "SIGNAL", action, TopicPattern.of(pattern), nowNs);
    }

    private static Decision explain(
            final GrantTable table, final Action action, final String pattern, final long nowNs) {
        return table.explain("momentum-1", "SIGNAL", action, TopicPattern.of(pattern), nowNs);
    }

    private static Grant allow(final String id, final Principal principal, final Action action, final String pattern) {
        return Grant.allow(id, principal, action, TopicPattern.of(pattern));
    }

    private static Grant deny(final String id, final Principal principal, final Action action, final String pattern) {
        return Grant.deny(id, principal, action, TopicPattern.of(pattern));
    }
}
