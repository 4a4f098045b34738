package io.meridian.benchmarks;

import com.sun.management.ThreadMXBean;
import io.meridian.kernel.Kernel;
import io.meridian.kernel.KernelOptions;
import io.meridian.kernel.load.TradingLoad;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** {@code ./bench.sh kernel}: the kernel deciding orders on one thread, its events encoded and then dropped. */
final class KernelBench {
    private static final KernelOptions OPTIONS = new KernelOptions(1 << 18, 1 << 18, 1 << 16);

    private final Pairs pairs;
    private final int commands;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TradingLoad load;

    private KernelBench(boolean quick, boolean limited) {
        pairs = new Pairs(quick ? 3 : 9);
        commands = quick ? 500_000 : 2_000_000;
        load = new TradingLoad(new Kernel(OPTIONS, (buffer, offset, length) -> {}));
        if (limited) {
            load.limit();
        }
    }

    static List<Part> parts(boolean quick, Consumer<Figure> report) {
        return List.of(
                new Part("backtest", () -> BacktestBench.measure(quick, report)),
                new Part("kernel", () -> new KernelBench(quick, false).measure("kernel", report)),
                new Part("kernel.limited", () -> new KernelBench(quick, true).measure("kernel.limited", report)));
    }

    private void measure(String name, Consumer<Figure> report) throws Exception {
        report.accept(pairs.alone(name + ".commands", "msg/s", this::perSecond));
        Histogram each = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
        for (int i = 0; i < commands; i++) {
            long began = System.nanoTime();
            take();
            each.recordValue(System.nanoTime() - began);
        }
        for (double percentile : new double[] {50, 99, 99.9}) {
            String which = ".p" + (percentile == 99.9 ? "99.9" : Integer.toString((int) percentile));
            report.accept(
                    new Figure(name + which, "ns", each.getValueAtPercentile(percentile), Double.NaN, Double.NaN, 1));
        }
        report.accept(pairs.alone(name + ".alloc", "B/cmd", this::bytesPerCommand));
    }

    private double perSecond() {
        long began = System.nanoTime();
        for (int i = 0; i < commands; i++) {
            take();
        }
        return commands * 1e9 / (System.nanoTime() - began);
    }

    private double bytesPerCommand() {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < commands; i++) {
            take();
        }
        return (double) (threads.getCurrentThreadAllocatedBytes() - before) / commands;
    }

    private void take() {
        long answer = load.next();
        if (answer < 0) {
            throw new IllegalStateException("the kernel refused a command with " + answer);
        }
    }
}
