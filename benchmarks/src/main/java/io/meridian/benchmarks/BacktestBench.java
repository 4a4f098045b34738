package io.meridian.benchmarks;

import io.meridian.backtest.engine.Backtest;
import io.meridian.backtest.engine.BacktestPlan;
import io.meridian.backtest.engine.PluginSpec;
import io.meridian.backtest.engine.Tape;
import io.meridian.backtest.result.RunFacts;
import io.meridian.backtest.run.ResultRecorder;
import io.meridian.backtest.tape.RandomTape;
import io.meridian.examples.hello.HelloStrategy;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugins.bor.BookOfRecord;
import io.meridian.plugins.compliance.ComplianceManager;
import io.meridian.plugins.paper.PaperVenue;
import io.meridian.plugins.router.Router;
import io.meridian.sdk.Refused;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The hello strategy on bars of one minute, of which it is given quotes: kernel, order manager, router, matching, book and the records of the report
 * included. How much it trades is part of the cost, so orders are counted beside.
 */
final class BacktestBench {
    private static final long BEGIN_NS = 1_767_623_400_000_000_000L;

    private BacktestBench() {}

    static void measure(boolean quick, Consumer<Figure> report) throws Exception {
        Pairs pairs = new Pairs(quick ? 3 : 5);
        long orders = run(1, 100_000).orders;
        report.accept(pairs.alone("backtest.bars", "bars/s", () -> run(1, 100_000).perSecond));
        report.accept(new Figure("backtest.bars.orders", "a bar", orders / 100_000.0, Double.NaN, Double.NaN, 1));
        for (long bars = 10_000; bars <= (quick ? 1_000_000L : 10_000_000L); bars *= 10) {
            report.accept(one("backtest.length." + bars, run(1, bars)));
        }
        for (int instruments : new int[] {10, 100, 1_000, 10_000}) {
            report.accept(one("backtest.instruments." + instruments, run(instruments, 1_000_000 / instruments)));
        }
    }

    private static Figure one(String name, Run run) {
        return new Figure(name, "bars/s", run.perSecond, Double.NaN, Double.NaN, 1);
    }

    private record Run(double perSecond, long orders) {}

    private static Run run(int symbols, long steps) {
        Tape tape = new RandomTape(symbols, BEGIN_NS, Duration.ofMinutes(1), steps, 7);
        Counting listener = new Counting();
        long began = System.nanoTime();
        Backtest.Outcome outcome = Backtest.run(
                new BacktestPlan(
                        venue -> new PluginSpec("venue", PaperVenue.class, Map.of("venue", venue)),
                        List.of(
                                new PluginSpec("router", Router.class, Map.of()),
                                new PluginSpec("compliance", ComplianceManager.class, Map.of()),
                                new PluginSpec("book", BookOfRecord.class, Map.of("interval", "1m"))),
                        List.of(new PluginSpec("hello", HelloStrategy.class, Map.of())),
                        tape,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        ZoneOffset.UTC,
                        "hello",
                        new BigDecimal(1_000_000),
                        "USD",
                        1),
                listener);
        long orders = listener.result(outcome).orders().sent();
        return new Run(outcome.bars() * 1e9 / (System.nanoTime() - began), orders);
    }

    private static final class Counting extends ResultRecorder {
        Counting() {
            super(new RunFacts("hello", "", "", Map.of(), "", 7, "", "USD", Decimal.of(1_000_000)));
        }

        @Override
        public void onRefused(String instance, long atNs, Refused refused) {
            throw new IllegalStateException(refused.text());
        }

        @Override
        public void onDeadLetter(String instance, long atNs, String topic, String reason) {
            throw new IllegalStateException(instance + " would not take a message: " + reason);
        }
    }
}
