package io.meridian.backtest.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.backtest.run.Lookahead;
import io.meridian.sdk.History;
import io.meridian.sdk.Past;
import io.meridian.sdk.RefusalCode;
import io.meridian.sdk.Refused;
import io.meridian.sdk.Strategy;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.Quote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The past in a backtest: all that was, and nothing that is still to come. */
final class TapeHistoryTest {
    private static final String BARS = "platform.data.bar.*.*";
    private static final String ONE = "platform.data.bar.XNAS.AAPL";
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final List<String> SEEN = new ArrayList<>();
    private static int behind;

    @BeforeEach
    void forget() {
        SEEN.clear();
        behind = 0;
    }

    private static long minute(long timeNs) {
        return (timeNs - Plans.BEGIN) / MINUTE_NS;
    }

    private static BacktestPlan plan(Class<? extends Strategy> type, int symbols, long steps, long fromMinute) {
        return Plans.from(Plans.of(type, "asker", Plans.minutes(symbols, steps)), Plans.BEGIN + fromMinute * MINUTE_NS);
    }

    /** With each bar it asks for all there is, and trades on it. */
    @MeridianPlugin(
            id = "asker",
            pool = Pool.STRATEGY,
            subscribes = BARS,
            replays = BARS,
            publishes = "platform.portfolio.target.asker")
    static final class Asker extends Strategy {
        private long heard;

        @Override
        public void onBar(Bar bar) {
            long nowNs = clock().nanoTime();
            heard++;
            long atMost = heard;
            long[] last = {0, 0};
            history(bar.message().topic(), Past.last(200), page -> {
                assertTrue(page.isOk(), () -> page.refused().text());
                page.forEach(Bar.class, past -> {
                    assertTrue(past.tsEvent() <= nowNs, "it knows what is to come");
                    assertTrue(past.tsEvent() > last[0], "out of order");
                    last[0] = past.tsEvent();
                    last[1]++;
                });
                if (page.isLast()) {
                    assertEquals(nowNs, last[0], "the bar that it was told of is the last one");
                    assertEquals(Math.min(200, 30 + atMost), last[1]);
                    behind++;
                    target("AAPL", last[1] % 7 == 0 ? 100 : 0);
                }
            });
        }
    }

    @Test
    void shouldShowAllUpToNowAndNothingLaterWheneverItIsAsked() {
        Backtest.run(plan(Asker.class, 1, 300, 30), new Heard());
        assertEquals(270, behind);
    }

    /** Buys when the last minute of the past was better than the one before. */
    @MeridianPlugin(
            id = "asker",
            pool = Pool.STRATEGY,
            subscribes = BARS,
            replays = BARS,
            publishes = "platform.portfolio.target.asker")
    static final class Peeker extends Strategy {
        @Override
        public void onBar(Bar bar) {
            double[] closes = {0, 0};
            // Far beyond now: nothing of that may be shown.
            long endNs = clock().nanoTime() + 100 * MINUTE_NS;
            history(bar.message().topic(), Past.between(Plans.BEGIN, endNs), page -> {
                page.forEach(Bar.class, past -> {
                    closes[0] = closes[1];
                    closes[1] = past.close();
                });
                if (page.isLast()) {
                    target("AAPL", closes[1] > closes[0] ? 100 : 0);
                }
            });
        }
    }

    @Test
    void shouldNotBeFoundToLookAheadWhenItAsksForWhatIsToCome() {
        Lookahead.Finding finding = Lookahead.check(plan(Peeker.class, 1, 120, 10), 3);
        assertTrue(finding.decisions() > 20, finding::text);
        assertFalse(finding.isFound(), finding::text);
    }

    /** Warms up each symbol with the first bar it hears of it, and the quotes that are made of bars, too. */
    @MeridianPlugin(
            id = "asker",
            pool = Pool.STRATEGY,
            subscribes = {BARS, "platform.data.quote.*.*"},
            replays = {BARS, "platform.data.quote.*.*"})
    static final class Joiner extends Strategy {
        private final List<String> begun = new ArrayList<>();

        private boolean begins(String topic) {
            if (begun.contains(topic)) {
                return false;
            }
            begun.add(topic);
            History history = warmUp(topic, Past.last(4));
            assertEquals(topic, history.topic());
            return true;
        }

        @Override
        public void onBar(Bar bar) {
            if (!begins(bar.message().topic())) {
                SEEN.add(bar.symbol() + (bar.isHistorical() ? " past " : " bar ") + minute(bar.tsEvent()));
            }
        }

        @Override
        public void onQuote(Quote quote) {
            if (!begins(quote.message().topic())) {
                SEEN.add(quote.symbol() + (quote.isHistorical() ? " old quote " : " quote ") + minute(quote.tsEvent()));
            }
        }
    }

    @Test
    void shouldJoinThePastToWhatComesWithoutAGapOrARepeat() {
        Backtest.run(plan(Joiner.class, 2, 8, 5), new Heard());
        for (String symbol : List.of("AAPL", "MSFT")) {
            assertEquals(
                    List.of("past 2", "past 3", "past 4", "bar 5", "bar 6", "bar 7"),
                    SEEN.stream()
                            .filter(line -> line.startsWith(symbol) && !line.contains("quote"))
                            .map(line -> line.substring(5))
                            .toList());
            assertEquals(
                    List.of("old quote 2", "old quote 3", "old quote 4", "quote 5", "quote 6", "quote 7"),
                    SEEN.stream()
                            .filter(line -> line.startsWith(symbol) && line.contains("quote"))
                            .map(line -> line.substring(5))
                            .toList());
        }
    }

    /** Asks for what it may not. */
    @MeridianPlugin(id = "asker", pool = Pool.STRATEGY, subscribes = BARS)
    static final class Stranger extends Strategy {
        @Override
        public void onStart() {
            history(
                    ONE,
                    Past.asOf(clock().nanoTime()),
                    page -> SEEN.add(page.refused().code() + " " + page.isLast()));
        }

        @Override
        public void onRefused(Refused refused) {
            SEEN.add(refused.howToAsk());
        }
    }

    @Test
    void shouldRefuseThePastOfATopicThatIsNotDeclared() {
        Backtest.run(plan(Stranger.class, 1, 8, 5), new Heard());
        assertTrue(SEEN.contains("add \"" + ONE + "\" to replays"), SEEN::toString);
        assertTrue(SEEN.contains(RefusalCode.ACL_DENIED + " true"), SEEN::toString);
    }

    /** Looks up how it stood. */
    @MeridianPlugin(id = "asker", pool = Pool.STRATEGY, subscribes = BARS, replays = BARS)
    static final class Looker extends Strategy {
        @Override
        public void onStart() {
            long asOfNs = Plans.BEGIN + 2 * MINUTE_NS + 7;
            history(
                    ONE,
                    Past.asOf(asOfNs),
                    page -> page.forEach(Bar.class, bar -> SEEN.add("as of " + minute(bar.tsEvent()))));
            history(
                    ONE,
                    Past.last(9).bars(Duration.ofMinutes(5)),
                    page -> SEEN.add("bars of five minutes " + page.size()));
        }
    }

    @Test
    void shouldTellHowItStoodAtATime() {
        Backtest.run(plan(Looker.class, 1, 8, 5), new Heard());
        assertEquals(List.of("as of 2", "bars of five minutes 0"), SEEN);
    }
}
