package io.meridian.backtest.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.backtest.run.Lookahead;
import io.meridian.examples.hello.HelloStrategy;
import io.meridian.sdk.Strategy;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Bar;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LookaheadTest {
    @Test
    void shouldFindNothingWhenAStrategyHearsOnlyWhatHappened() {
        Lookahead.Finding finding = Lookahead.check(Plans.of(HelloStrategy.class, "hello", Plans.minutes(1, 600)), 1);
        assertFalse(finding.isFound(), finding::text);
        assertTrue(finding.decisions() > 10, finding::text);
    }

    /** Buys before a bar that closes higher, since it keeps the bars of the run in progress where the next instance finds them. */
    @MeridianPlugin(
            id = "seer",
            pool = Pool.STRATEGY,
            subscribes = "platform.data.bar.*.*",
            publishes = "platform.portfolio.target.seer")
    static final class Seer extends Strategy {
        static final List<Double> NEXT = new ArrayList<>();
        private int seen;

        @Override
        public void onBar(Bar bar) {
            if (NEXT.size() == seen) {
                NEXT.add(bar.close());
            } else {
                NEXT.set(seen, bar.close());
            }
            seen++;
            double next = seen < NEXT.size() ? NEXT.get(seen) : bar.close();
            target(bar.symbol(), next > bar.close() ? 100 : 0);
        }
    }

    @Test
    void shouldFindAStrategyThatKnowsWhatComes() {
        Seer.NEXT.clear();
        Lookahead.Finding finding = Lookahead.check(Plans.of(Seer.class, "seer", Plans.minutes(1, 200)), 1);
        assertTrue(finding.isFound(), finding::text);
        assertTrue(finding.text().contains("It knows what it cannot know"), finding::text);
        assertEquals(true, finding.fields().get("lookahead"));
    }
}
