package io.meridian.backtest.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.ResultBuilder;
import io.meridian.backtest.result.RunFacts;
import io.meridian.plugin.contract.value.Decimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SweepTest {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final Grid GRID = Grid.parse(List.of("gain=0..9:1"));

    @Test
    void shouldRankTheBestFirstHoweverManyThreadsThereAre() throws InterruptedException {
        SweepResult one = Sweep.run(GRID, 1, RankBy.TOTAL_RETURN, SweepTest::gain, (_, _) -> {});
        SweepResult four = Sweep.run(GRID, 4, RankBy.TOTAL_RETURN, SweepTest::gain, (_, _) -> {});
        assertEquals(one, four);
        assertEquals(
                List.of("9", "8", "7", "6", "5", "4", "3", "2", "1", "0"),
                four.ranked().stream().map(run -> run.settings().get("gain")).toList());
        assertEquals("0", four.facts().settings().get("gain"), "the facts are of the first in the grid");
    }

    @Test
    void shouldRankTheLowerFirstWhenLowerIsBetterAndTheUndefinedLast() throws InterruptedException {
        Grid grid = Grid.parse(List.of("fall=3,1,2"));
        SweepResult result = Sweep.run(grid, 2, RankBy.DRAWDOWN, SweepTest::fall, (_, _) -> {});
        assertEquals(
                List.of("1", "2", "3"),
                result.ranked().stream().map(run -> run.settings().get("fall")).toList());
        SweepResult undefined = Sweep.run(grid, 2, RankBy.PROFIT_FACTOR, SweepTest::fall, (_, _) -> {});
        assertEquals(
                List.of("3", "1", "2"),
                undefined.ranked().stream()
                        .map(run -> run.settings().get("fall"))
                        .toList(),
                "the order of the grid");
    }

    @Test
    void shouldGoOnWhenARunFails() throws InterruptedException {
        SweepResult result = Sweep.run(
                GRID,
                3,
                RankBy.TOTAL_RETURN,
                settings -> {
                    switch (settings.get("gain")) {
                        case "0" -> throw new IllegalStateException("no data", new IllegalArgumentException("file=x"));
                        case "5" -> throw new NamelessException();
                        default -> {
                            return gain(settings);
                        }
                    }
                },
                (_, _) -> {});
        assertEquals(8, result.ranked().size());
        assertEquals(10, result.tried());
        assertEquals(
                List.of(
                        new SweepRun(Map.of("gain", "0"), null, "no data: file=x"),
                        new SweepRun(Map.of("gain", "5"), null, "NamelessException")),
                result.failed());
        assertEquals("1", result.facts().settings().get("gain"));
    }

    @Test
    void shouldHaveNoFactsWhenAllRunsFail() throws InterruptedException {
        SweepResult result = Sweep.run(
                GRID,
                2,
                RankBy.SHARPE,
                _ -> {
                    throw new IllegalStateException("no");
                },
                (_, _) -> {});
        assertNull(result.facts());
        assertEquals(10, result.failed().size());
        assertTrue(Double.isNaN(result.luck().deflated()));
    }

    @Test
    void shouldTellHowFarItIsOneAfterTheOther() throws InterruptedException {
        List<Integer> told = Collections.synchronizedList(new ArrayList<>());
        Sweep.run(GRID, 4, RankBy.SHARPE, SweepTest::gain, (done, total) -> told.add(done * 100 + total));
        assertEquals(List.of(110, 210, 310, 410, 510, 610, 710, 810, 910, 1010), told);
    }

    @Test
    void shouldRunAsManyAtATimeAsThereAreThreads() throws InterruptedException {
        CountDownLatch together = new CountDownLatch(3);
        Set<String> threads = Collections.synchronizedSet(new HashSet<>());
        SweepResult result = Sweep.run(
                Grid.parse(List.of("gain=1,2,3")),
                3,
                RankBy.SHARPE,
                settings -> {
                    threads.add(Thread.currentThread().getName());
                    together.countDown();
                    try {
                        if (!together.await(20, TimeUnit.SECONDS)) {
                            throw new IllegalStateException("alone");
                        }
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return gain(settings);
                },
                (_, _) -> {});
        assertEquals(List.of(), result.failed());
        assertEquals(3, threads.size());
    }

    @Test
    void shouldExpectMoreOfTheBestWhenMoreWereTried() throws InterruptedException {
        SweepResult few =
                Sweep.run(Grid.parse(List.of("seed=1..10:1")), 2, RankBy.SHARPE, SweepTest::coins, (_, _) -> {});
        SweepResult many =
                Sweep.run(Grid.parse(List.of("seed=1..200:1")), 2, RankBy.SHARPE, SweepTest::coins, (_, _) -> {});
        assertEquals(200, many.luck().trials());
        assertTrue(many.luck().expectedBest() > few.luck().expectedBest());
        // tossed coins: what the best of 200 shows is about what was to be expected of it, and no proof of skill
        assertEquals(
                many.luck().expectedBest(), many.ranked().getFirst().figures().sharpe(), 0.8);
        assertTrue(many.luck().deflated() < 0.95, "deflated=" + many.luck().deflated());
    }

    @Test
    void shouldNameAllFiguresWhenThereIsNoneOfThatName() {
        assertEquals(RankBy.TOTAL_RETURN, RankBy.of("total_return"));
        String message = assertThrows(IllegalArgumentException.class, () -> RankBy.of("luck"))
                .getMessage();
        assertTrue(message.contains("figure=luck") && message.contains("sharpe, sortino"), message);
    }

    private static final class NamelessException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static BacktestResult gain(Map<String, String> settings) {
        return run(settings, 1_000, 1_000 + Double.parseDouble(settings.get("gain")));
    }

    private static BacktestResult fall(Map<String, String> settings) {
        return run(settings, 1_000, 1_000 - Double.parseDouble(settings.get("fall")));
    }

    private static BacktestResult coins(Map<String, String> settings) {
        Random random = new Random(Long.parseLong(settings.get("seed")));
        double[] values = new double[500];
        double value = 1_000;
        for (int i = 0; i < values.length; i++) {
            values[i] = value;
            value *= 1 + 0.01 * random.nextGaussian();
        }
        return run(settings, values);
    }

    private static BacktestResult run(Map<String, String> settings, double... values) {
        ResultBuilder builder =
                new ResultBuilder(new RunFacts("s", "x.S", "", settings, "d", 1, "", "USD", Decimal.of(1_000)), 0);
        for (int i = 0; i < values.length; i++) {
            builder.onNav(i * DAY_NS, values[i], values[i], 0, 0);
        }
        return builder.build(values.length * DAY_NS, 0, 0, 0);
    }
}
