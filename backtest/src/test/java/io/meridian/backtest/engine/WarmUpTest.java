package io.meridian.backtest.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.backtest.run.WarmUp;
import io.meridian.examples.hello.HelloStrategy;
import io.meridian.sdk.Past;
import io.meridian.sdk.Strategy;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Bar;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
    private static final long BEGIN_NS = Plans.BEGIN + Duration.ofMinutes(400).toNanos();
    private static final String BARS = "platform.data.bar.*.*";
    private static final String ONE = "platform.data.bar.XNAS.AAPL";

    private static WarmUp.Finding check(Class<? extends Strategy> strategy) {
        return WarmUp.check(Plans.from(Plans.of(strategy, "averager", Plans.minutes(1, 800)), BEGIN_NS));
    }

    /** Holds what closes above its average of 32 bars, or of as many as there were. */
    abstract static class Averager extends Strategy {
        private final Deque<Double> window = new ArrayDeque<>();

        @Override
        public void onBar(Bar bar) {
            window.add(bar.close());
            if (window.size() > 32) {
                window.remove();
            }
            double average =
                    window.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            target(bar.symbol(), bar.close() > average ? 100 : 0);
        }
    }

    @MeridianPlugin(
            id = "averager",
            pool = Pool.STRATEGY,
            subscribes = BARS,
            replays = BARS,
            publishes = "platform.portfolio.target.averager")
    static final class LongEnough extends Averager {
        @Override
        public void onStart() {
            subscribeDeclared();
            warmUp(ONE, Past.since(Duration.ofMinutes(35)));
        }
    }

    @MeridianPlugin(
            id = "averager",
            pool = Pool.STRATEGY,
            subscribes = BARS,
            replays = BARS,
            publishes = "platform.portfolio.target.averager")
    static final class TooShort extends Averager {
        @Override
        public void onStart() {
            subscribeDeclared();
            warmUp(ONE, Past.since(Duration.ofMinutes(4)));
        }
    }

    @MeridianPlugin(
            id = "averager",
            pool = Pool.STRATEGY,
            subscribes = BARS,
            replays = BARS,
            publishes = "platform.portfolio.target.averager")
    static final class All extends Averager {
        @Override
        public void onStart() {
            subscribeDeclared();
            warmUp(ONE, Past.last(1_000_000));
        }
    }

    @MeridianPlugin(
            id = "averager",
            pool = Pool.STRATEGY,
            subscribes = BARS,
            replays = BARS,
            publishes = "platform.portfolio.target.averager")
    static final class SoMany extends Averager {
        private boolean asked;

        @Override
        public void onBar(Bar bar) {
            // As a signal does, when it first hears of a symbol.
            if (asked) {
                super.onBar(bar);
            } else {
                asked = true;
                warmUp(bar.message().topic(), Past.last(36).within(Duration.ofDays(1)));
            }
        }
    }

    /** What it does depends on all it ever heard, as it counts. */
    @MeridianPlugin(
            id = "averager",
            pool = Pool.STRATEGY,
            subscribes = BARS,
            replays = BARS,
            publishes = "platform.portfolio.target.averager")
    static final class Counter extends Strategy {
        private int count;

        @Override
        public void onStart() {
            subscribeDeclared();
            warmUp(ONE, Past.since(Duration.ofMinutes(10)));
        }

        @Override
        public void onBar(Bar bar) {
            target(bar.symbol(), ++count);
        }
    }

    @Test
    void shouldFindNothingWhenItAsksForEnough() {
        WarmUp.Finding finding = check(LongEnough.class);
        assertEquals(WarmUp.Outcome.ENOUGH, finding.outcome(), finding::text);
        assertTrue(finding.decisions() > 10, finding::text);
        assertEquals(Duration.ofMinutes(35).toNanos(), finding.askedNs());
        assertEquals(Duration.ofMinutes(400).toNanos(), finding.longestNs(), "the tape has no more");
        assertFalse(finding.isTooShort());
    }

    @Test
    void shouldCompareHowManyMessagesWereAskedForToo() {
        WarmUp.Finding finding = check(SoMany.class);
        assertEquals(WarmUp.Outcome.ENOUGH, finding.outcome(), finding::text);
        // The bar that it heard of the symbol by is the last of them.
        assertEquals(Duration.ofMinutes(35).toNanos(), finding.askedNs());
    }

    @Test
    void shouldFindAWarmUpThatIsTooShortAndSayWhatIsEnough() {
        WarmUp.Finding finding = check(TooShort.class);
        assertEquals(WarmUp.Outcome.TOO_SHORT, finding.outcome(), finding::text);
        assertEquals(Duration.ofMinutes(64).toNanos(), finding.longestNs());
        assertTrue(finding.enoughNs() > Duration.ofMinutes(4).toNanos(), finding::text);
        assertTrue(finding.enoughNs() <= Duration.ofMinutes(32).toNanos(), finding::text);
        assertTrue(finding.text().contains("It asks for 4m of the past"), finding::text);
        assertTrue(finding.text().contains("let it ask for that"), finding::text);
        assertEquals("TOO_SHORT", finding.fields().get("warm_up"));
    }

    @Test
    void shouldSayThatNoPastIsEnoughForOneThatNeverForgets() {
        WarmUp.Finding finding = check(Counter.class);
        assertEquals(WarmUp.Outcome.TOO_SHORT, finding.outcome(), finding::text);
        assertEquals(0, finding.enoughNs());
        assertTrue(finding.text().contains("depends on all it ever heard"), finding::text);
    }

    @Test
    void shouldSayWhenThereIsNothingToCompareWith() {
        assertEquals(WarmUp.Outcome.NO_MORE, check(All.class).outcome());
        assertEquals(WarmUp.Outcome.NONE_ASKED, check(HelloStrategy.class).outcome());
    }

    @Test
    void shouldRefuseARunThatBeginsWithTheData() {
        BacktestPlan plan = Plans.of(LongEnough.class, "averager", Plans.minutes(1, 100));
        String told = assertThrows(IllegalArgumentException.class, () -> WarmUp.check(plan))
                .getMessage();
        assertTrue(told.contains("--from"), told);
    }
}
