package io.meridian.backtest.sweep;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.RunFacts;
import io.meridian.backtest.statistics.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Runs a strategy with each of the settings of a {@link Grid}. The order of the result does not depend on which run ended first. */
public final class Sweep {
    /** Hears how far a sweep is; never two calls at a time, though from several threads. */
    public interface Progress {
        void onDone(int done, int total);
    }

    /** What stays of a run: a whole result for each would not fit. */
    private record Ended(SweepRun run, RunFacts facts, long beginNs, long endNs) {}

    private final Grid grid;
    private final Function<Map<String, String>, BacktestResult> runner;
    private final Progress progress;
    private final Object progressLock = new Object();
    private int done;

    private Sweep(Grid grid, Function<Map<String, String>, BacktestResult> runner, Progress progress) {
        this.grid = grid;
        this.runner = runner;
        this.progress = progress;
    }

    /**
     * Runs all and waits. A run that throws is a row with its reason.
     *
     * @param threads so many runs at a time; each needs the memory of a run of its own
     * @param runner  is called from several threads at once with the settings of one run: it must share nothing between calls that changes
     * @throws InterruptedException when interrupted; runs that are under way are interrupted too
     */
    public static SweepResult run(
            Grid grid,
            int threads,
            RankBy rankBy,
            Function<Map<String, String>, BacktestResult> runner,
            Progress progress)
            throws InterruptedException {
        return new Sweep(grid, runner, progress).run(threads, rankBy);
    }

    private SweepResult run(int threads, RankBy rankBy) throws InterruptedException {
        List<Map<String, String>> all = grid.runs();
        List<Ended> ended = new ArrayList<>(all.size());
        ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("sweep-", 0).factory());
        try {
            List<Future<Ended>> futures = all.stream()
                    .map(settings -> pool.submit(() -> one(settings, all.size())))
                    .toList();
            for (Future<Ended> future : futures) {
                ended.add(future.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The sweep ended early: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
        return result(ended, rankBy);
    }

    private Ended one(Map<String, String> settings, int total) {
        Ended ended;
        try {
            BacktestResult result = runner.apply(settings);
            ended = new Ended(
                    new SweepRun(settings, Figures.of(result), null), result.facts(), result.beginNs(), result.endNs());
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            ended = new Ended(new SweepRun(settings, null, reason(e)), null, 0, 0);
        }
        synchronized (progressLock) {
            progress.onDone(++done, total);
        }
        return ended;
    }

    private SweepResult result(List<Ended> ended, RankBy rankBy) {
        Ended first =
                ended.stream().filter(each -> each.facts() != null).findFirst().orElse(new Ended(null, null, 0, 0));
        List<SweepRun> runs = ended.stream().map(Ended::run).toList();
        return new SweepResult(
                grid.axes(),
                rankBy,
                runs.stream()
                        .filter(run -> !run.failed())
                        .sorted((one, other) -> rankBy.compare(one.figures(), other.figures()))
                        .toList(),
                runs.stream().filter(SweepRun::failed).toList(),
                first.facts(),
                first.beginNs(),
                first.endNs());
    }

    private static String reason(Throwable thrown) {
        String text = thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        return thrown.getCause() == null || thrown.getCause() == thrown
                ? text
                : text + ": " + reason(thrown.getCause());
    }
}
