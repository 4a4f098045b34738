package io.meridian.backtest.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.backtest.tape.RandomTape;
import io.meridian.examples.hello.HelloStrategy;
import io.meridian.sdk.Notice;
import io.meridian.sdk.Past;
import io.meridian.sdk.Strategy;
import io.meridian.sdk.Timer;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.NetAssetValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BacktestTest {
    private static final List<String> SEEN = new ArrayList<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @Test
    void shouldTradeAsOnPaperWhenAStrategyHasTargets() {
        Heard heard = new Heard();
        Backtest.Outcome outcome = Backtest.run(Plans.of(HelloStrategy.class, "hello", Plans.minutes(2, 2_000)), heard);
        assertEquals(4_000, outcome.bars());
        assertEquals(List.of(), heard.complaints);
        assertTrue(heard.fills.size() > 50, () -> "fills: " + heard.fills);
        assertTrue(heard.fills.stream().allMatch(fill -> fill.contains(" AAPL ")), heard.fills::toString);
        assertTrue(heard.held == 0 || heard.held == 100, () -> "held " + heard.held);
        double cash = Plans.CASH.doubleValue() - heard.spent;
        double worth = heard.values.getLast();
        assertTrue(heard.held != 0 || Math.abs(worth - cash) < 0.01, () -> worth + " is not " + cash);
    }

    @Test
    void shouldGiveTheSameWhenRunAgain() {
        Heard first = new Heard();
        Heard second = new Heard();
        Backtest.Outcome one = Backtest.run(Plans.of(HelloStrategy.class, "hello", Plans.minutes(3, 1_000)), first);
        Backtest.Outcome two = Backtest.run(Plans.of(HelloStrategy.class, "hello", Plans.minutes(3, 1_000)), second);
        assertEquals(one, two);
        assertEquals(first.fills, second.fills);
        assertEquals(first.orders, second.orders);
        assertEquals(first.values, second.values);
        Tape other = new RandomTape(3, Plans.BEGIN, Duration.ofMinutes(1), 1_000, 8);
        assertNotEquals(
                one.hash(),
                Backtest.run(Plans.of(HelloStrategy.class, "hello", other), new Heard())
                        .hash());
    }

    /** Says what it sees. */
    @MeridianPlugin(
            id = "witness",
            pool = Pool.STRATEGY,
            subscribes = {"platform.data.bar.*.*", "platform.oms.event.witness"},
            replays = "platform.data.bar.*.*",
            publishes = "platform.portfolio.target.witness")
    static final class Witness extends Strategy {
        private int live;

        @Override
        public void onStart() {
            subscribeDeclared();
            warmUp("platform.data.bar.XNAS.AAPL", Past.since(Duration.ofMinutes(3)));
            every("tick", Duration.ofSeconds(20));
        }

        @Override
        public void onNotice(Notice notice) {
            SEEN.add(notice.kind().name());
        }

        @Override
        public void onBar(Bar bar) {
            SEEN.add((bar.isHistorical() ? "past " : "bar ") + (bar.tsEvent() - Plans.BEGIN) / 1_000_000_000L + "/"
                    + (clock().nanoTime() - Plans.BEGIN) / 1_000_000_000L);
            if (!bar.isHistorical() && ++live == 1) {
                target(bar.symbol(), 10);
            }
        }

        @Override
        public void onTimer(Timer timer) {
            SEEN.add("tick " + (clock().nanoTime() - Plans.BEGIN) / 1_000_000_000L);
        }

        @Override
        public void onFill(Fill fill) {
            SEEN.add("fill " + fill.signedQuantity());
        }
    }

    @Test
    void shouldWarmUpWithWhatIsOnTheTapeBeforeTheRun() {
        BacktestPlan plan =
                Plans.from(Plans.of(Witness.class, "witness", Plans.minutes(1, 7)), Plans.BEGIN + 300_000_000_000L);
        Backtest.run(plan, new Heard());
        assertEquals(
                List.of(
                        "past 120/300",
                        "past 180/300",
                        "past 240/300",
                        "LIVE",
                        "bar 300/300",
                        "fill 10.0",
                        "tick 320",
                        "tick 340",
                        "tick 360",
                        "bar 360/360"),
                SEEN);
    }

    /** Says what its book is worth. */
    @MeridianPlugin(id = "owner", pool = Pool.STRATEGY, subscribes = "platform.bor.nav.owner")
    static final class Owner extends Strategy {
        @Override
        public void onNetAssetValue(NetAssetValue worth) {
            SEEN.add("worth " + worth.value());
        }
    }

    @Test
    void shouldTellTheBookOfTheOpeningCash() {
        Backtest.run(Plans.of(Owner.class, "owner", Plans.minutes(1, 4)), new Heard());
        assertEquals(List.of("worth 1000000.0"), SEEN);
    }

    /** Publishes what it does not declare. */
    @MeridianPlugin(id = "forward", pool = Pool.STRATEGY, subscribes = "platform.data.bar.*.*")
    static final class Forward extends Strategy {
        @Override
        public void onBar(Bar bar) {
            target(bar.symbol(), 1);
        }
    }

    @Test
    void shouldRefuseWhatIsNotDeclared() {
        Heard heard = new Heard();
        Backtest.run(Plans.of(Forward.class, "forward", Plans.minutes(1, 3)), heard);
        assertEquals(1, heard.complaints.size(), heard.complaints::toString);
        assertTrue(heard.complaints.getFirst().contains("add it to publishes"), heard.complaints::toString);
        assertEquals(List.of(), heard.fills);
    }

    /** Throws at its second bar. */
    @MeridianPlugin(id = "faulty", pool = Pool.STRATEGY, subscribes = "platform.data.bar.*.*")
    static final class Faulty extends Strategy {
        private int bars;

        @Override
        public void onBar(Bar bar) {
            if (++bars == 2) {
                throw new ArithmeticException("by hand");
            }
        }
    }

    @Test
    void shouldEndAndSayWhereWhenAPluginThrows() {
        PluginFailedException failed = assertThrows(
                PluginFailedException.class,
                () -> Backtest.run(Plans.of(Faulty.class, "faulty", Plans.minutes(1, 3)), new Heard()));
        assertTrue(failed.getMessage().contains("plugin=faulty threw at 2026-01-05T14:31:00Z"), failed.getMessage());
        assertTrue(failed.getMessage().contains("by hand"), failed.getMessage());
    }

    @Test
    void shouldSaySoWhenThereIsNoData() {
        BacktestPlan plan = Plans.from(Plans.of(Faulty.class, "faulty", Plans.minutes(1, 3)), Plans.BEGIN * 2);
        String text = assertThrows(IllegalArgumentException.class, () -> Backtest.run(plan, new Heard()))
                .getMessage();
        assertTrue(text.contains("has no data"), text);
    }
}
