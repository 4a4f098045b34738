package io.meridian.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.proto.Action;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.Trade;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The past as an author asks for it, in a test's world. */
final class HistoryTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String BARS = "platform.data.bar.XNAS.AAPL";

    /** Holds what closes above the average of four bars; warm when it starts. */
    @MeridianPlugin(
            id = "averager",
            pool = Pool.STRATEGY,
            subscribes = "platform.data.bar.XNAS.*",
            replays = "platform.data.bar.XNAS.*",
            publishes = "platform.portfolio.target.averager")
    static final class Averager extends Strategy {
        final List<String> seen = new ArrayList<>();
        private double average;

        @Override
        public void onStart() {
            subscribeDeclared();
            warmUp(BARS, Past.last(4).bars(MINUTE));
        }

        @Override
        public void onBar(Bar bar) {
            average = average == 0 ? bar.close() : (3 * average + bar.close()) / 4;
            seen.add((bar.isHistorical() ? "past " : "bar ") + bar.close() + " "
                    + target(bar.symbol(), bar.close() > average ? 100 : 0));
        }

        @Override
        public void onNotice(Notice notice) {
            seen.add(notice.kind() + " " + notice.count());
        }

        @Override
        public void onRefused(Refused refused) {
            seen.add("refused " + refused.code());
        }
    }

    private static List<String> seen(Sim sim) {
        return ((Averager) sim.plugin()).seen;
    }

    @Test
    void shouldBeWarmBeforeTheFirstBarThatComesLive() {
        try (Sim sim = Sim.of(
                Averager.class,
                Map.of(),
                past -> past.bar("AAPL", Duration.ofHours(2), MINUTE, 1, 1, 1, 1, 1)
                        .bar("AAPL", MINUTE.multipliedBy(9), Duration.ofMinutes(5), 7, 7, 7, 7, 1)
                        .bars("AAPL", MINUTE, 100, 101, 102, 103))) {
            assertEquals(
                    List.of("past 100.0 -5", "past 101.0 -5", "past 102.0 -5", "past 103.0 -5", "LIVE 4"), seen(sim));
            sim.expectNothing();
            sim.advance(MINUTE).bar("AAPL", 104, 104, 104, 104, 1);
            sim.expectTarget("AAPL", 100);
            assertEquals(6, seen(sim).size());
        }
    }

    @Test
    void shouldReadAfterACrashWhatWasPublishedBeforeIt() {
        try (Sim sim = Sim.of(Averager.class)) {
            for (int i = 1; i <= 6; i++) {
                sim.bar("AAPL", i, i, i, i, 1).advance(MINUTE);
            }
            sim.crashPlugin();
            assertEquals(List.of("past 3.0 -5", "past 4.0 -5", "past 5.0 -5", "past 6.0 -5", "LIVE 4"), seen(sim));
            sim.bar("AAPL", 7, 7, 7, 7, 1);
            assertTrue(seen(sim).getLast().startsWith("bar 7.0"), seen(sim)::toString);
        }
    }

    @Test
    void shouldAskForWhatWasOnItsWayToTheStoreWhenItComesToTheSeam() {
        try (Sim sim = Sim.of(Averager.class)) {
            for (int i = 1; i <= 6; i++) {
                sim.bar("AAPL", i, i, i, i, 1).advance(MINUTE);
            }
            sim.bus().history().lag(2);
            sim.crashPlugin();
            assertEquals("LIVE 4", seen(sim).getLast());
            sim.bus().history().lag(0);
            sim.bar("AAPL", 7, 7, 7, 7, 1);
            assertEquals("past 5.0 -5", seen(sim).get(5));
            assertEquals("past 6.0 -5", seen(sim).get(6));
            assertTrue(seen(sim).getLast().startsWith("bar 7.0"), seen(sim)::toString);
            assertEquals(8, seen(sim).size());
        }
    }

    @Test
    void shouldWaitForAStoreAndThenGoOnWithoutOne() {
        try (Sim sim = Sim.of(Averager.class).allowRefusals()) {
            sim.bus().history().away(true);
            sim.crashPlugin();
            sim.bar("AAPL", 1, 1, 1, 1, 1);
            assertEquals(List.of(), seen(sim), "what comes live waits");
            sim.advance(Duration.ofSeconds(1));
            sim.bus().history().away(false);
            sim.advance(Duration.ofSeconds(1));
            // The store has it by now, but it came live.
            assertEquals("LIVE 0", seen(sim).getFirst());
            assertTrue(seen(sim).getLast().startsWith("bar 1.0"), seen(sim)::toString);
            assertEquals(2, seen(sim).size());
            sim.bus().history().away(true);
            sim.crashPlugin();
            sim.bar("AAPL", 2, 2, 2, 2, 1);
            sim.advance(Duration.ofSeconds(10));
            assertEquals("refused NO_RESPONDER", seen(sim).getFirst());
            assertTrue(seen(sim).get(1).startsWith("bar 2.0"), seen(sim)::toString);
            String told = sim.bus().logs().getLast().getText();
            assertTrue(told.contains("run 'meridian store'"), told);
        }
    }

    /** Does what a test says when it starts. */
    @MeridianPlugin(
            id = "asker",
            pool = Pool.STRATEGY,
            replays = {"platform.data.quote.*.*", "platform.data.trade.*.*"},
            durable = "platform.data.quote.XNAS.KEPT")
    static final class Asker extends Strategy {
        final List<String> seen = new ArrayList<>();

        History ask(String topic, Past past, boolean endSoon) {
            History[] history = new History[1];
            history[0] = history(topic, past, page -> {
                seen.add(page.isOk() ? "page " + page.size() + " " + page.isLast() : "refused " + page.refused());
                page.forEach(Trade.class, trade -> seen.add(trade.tradeId()));
                page.forEach(Quote.class, quote -> seen.add("quote " + quote.bid()));
                if (endSoon) {
                    history[0].close();
                }
            });
            return history[0];
        }

        String wrong(String topic, Past past) {
            return assertThrows(IllegalArgumentException.class, () -> warmUp(topic, past))
                    .getMessage();
        }
    }

    private static final String TRADES = "platform.data.trade.XNAS.AAPL";

    private static Sim asker() {
        return Sim.of(Asker.class, Map.of(), past -> {
            for (int i = 500; i > 0; i--) {
                past.trade("AAPL", Duration.ofSeconds(i), 100, 1);
                past.quote("AAPL", Duration.ofSeconds(i), i, i + 1);
            }
        });
    }

    @Test
    void shouldGivePagesAndAskForTheNextOnlyWhenTheLastWasTaken() {
        try (Sim sim = asker()) {
            Asker plugin = (Asker) sim.plugin();
            History all = plugin.ask(TRADES, Past.since(Duration.ofDays(1)), false);
            assertFalse(all.isOver());
            sim.run();
            assertTrue(all.isOver());
            List<String> pages =
                    plugin.seen.stream().filter(line -> line.startsWith("page")).toList();
            assertTrue(pages.size() > 2 && pages.getLast().endsWith("true"), pages::toString);
            assertEquals(500 + pages.size(), plugin.seen.size());
            plugin.seen.clear();
            History cut = plugin.ask(TRADES, Past.since(Duration.ofDays(1)), true);
            sim.run();
            assertTrue(cut.isOver());
            assertEquals(
                    1,
                    plugin.seen.stream().filter(line -> line.startsWith("page")).count());
        }
    }

    @Test
    void shouldTellHowItStoodAtATime() {
        try (Sim sim = asker()) {
            Asker plugin = (Asker) sim.plugin();
            long at = sim.clock().nanoTime() - 70_500_000_000L;
            plugin.ask("platform.data.quote.XNAS.AAPL", Past.asOf(at), false);
            plugin.ask(TRADES, Past.between(at, at + 2_000_000_000L), false);
            sim.run();
            assertEquals(List.of("page 1 true", "quote 71.0", "page 2 true", "past-431", "past-432"), plugin.seen);
        }
    }

    @Test
    void shouldSayWhyThePastIsNotGivenAndWhatToDo() {
        try (Sim sim = asker().allowRefusals()) {
            Asker plugin = (Asker) sim.plugin();
            sim.bus().deny(Action.REPLAY, "platform.data.trade.**");
            plugin.ask(TRADES, Past.last(1), false);
            plugin.ask("platform.data.bar.XNAS.AAPL", Past.last(1), false);
            sim.run();
            assertTrue(plugin.seen.getFirst().contains("ACL_DENIED"), plugin.seen::toString);
            assertTrue(plugin.seen.getLast().contains("to replays"), plugin.seen::toString);
        }
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        try (Sim sim = asker()) {
            Asker plugin = (Asker) sim.plugin();
            assertTrue(plugin.wrong("platform.data.quote.XNAS.*", Past.last(1)).contains("without wildcards"));
            assertTrue(plugin.wrong("platform.oms.event.p", Past.last(1)).contains("has no history"));
            assertTrue(plugin.wrong(TRADES, Past.asOf(7)).contains("Use history(...)"));
            assertTrue(
                    plugin.wrong("platform.data.quote.XNAS.KEPT", Past.last(1)).contains("durable"));
        }
        assertThrows(IllegalArgumentException.class, () -> Past.last(0));
        assertThrows(IllegalArgumentException.class, () -> Past.since(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Past.between(2, 2));
        assertThrows(IllegalArgumentException.class, () -> Past.last(2).bars(Duration.ofSeconds(-1)));
    }
}
