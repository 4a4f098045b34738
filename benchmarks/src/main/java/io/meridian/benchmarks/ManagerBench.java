package io.meridian.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * {@code ./bench.sh manager}: an instance manager with many instances registered, of which some run: what it costs to look after them, how fast it answers, how
 * soon a plugin runs, and how soon a kill has reached all.
 */
final class ManagerBench {
    private static final String PROJECT = "examples/hello-strategy";
    private static final String PLUGIN = "hello";
    private static final int FEW = 10;
    private static final int MANY = 200;
    private static final int RUNNING = 30;
    private static final int CALLS_PER_SECOND = 50;
    /** Calls that do not count: a manager that has just been started still learns its own code. */
    private static final int WARM_UP = 5 * CALLS_PER_SECOND;

    private static final double NS_PER_MS = 1e6;
    private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(2);

    private final int seconds;
    private final int kills;
    private final Consumer<Figure> report;
    private int registered;

    private ManagerBench(boolean quick, Consumer<Figure> report) {
        seconds = quick ? 10 : 40;
        kills = quick ? 20 : 100;
        this.report = report;
    }

    static List<Part> parts(boolean quick, Consumer<Figure> report) {
        return List.of(new Part("manager", () -> new ManagerBench(quick, report).measure()));
    }

    private void measure() throws Exception {
        try (ManagerProcess manager = new ManagerProcess()) {
            manager.register(PROJECT);
            register(manager, FEW);
            settle(manager, "manager." + FEW);
            register(manager, MANY);
            settle(manager, "manager." + MANY);
            start(manager);
            settle(manager, "manager.running");
            kill(manager);
        }
    }

    private static String name(int number) {
        return "light-%03d".formatted(number);
    }

    private void register(ManagerProcess manager, int upTo) throws Exception {
        while (registered < upTo) {
            manager.ask(
                    "POST", "/v1/instances", "{\"name\":\"" + name(registered) + "\",\"plugin\":\"" + PLUGIN + "\"}");
            registered++;
        }
    }

    /** How it is with so many while people ask it: calls at a steady rate, each timed from when it was meant to be made. */
    private void settle(ManagerProcess manager, String prefix) throws Exception {
        Histogram reads = new Histogram(LONGEST_NS, 3);
        Histogram writes = new Histogram(LONGEST_NS, 3);
        Histogram forced = new Histogram(LONGEST_NS, 3);
        Histogram passes = new Histogram(LONGEST_NS, 3);
        long beginNs = System.nanoTime();
        int all = seconds * CALLS_PER_SECOND;
        for (int i = -WARM_UP; i < all; i++) {
            long meantNs = beginNs + (i + WARM_UP) * TimeUnit.SECONDS.toNanos(1) / CALLS_PER_SECOND;
            while (System.nanoTime() - meantNs < 0) {
                LockSupport.parkNanos(meantNs - System.nanoTime());
            }
            String status = call(manager, i + WARM_UP);
            if (i >= 0) {
                (isWrite(i + WARM_UP) ? writes : reads).recordValue(System.nanoTime() - meantNs);
            }
            if (i >= 0 && !status.isEmpty()) {
                passes.recordValue(
                        (long) (Double.parseDouble(ManagerProcess.word(status, "\"lastPassMillis\":([0-9.E-]+)"))
                                * NS_PER_MS));
            }
        }
        // After them, since it would hold the calls up.
        for (long i = writes.getTotalCount(); i > 0; i--) {
            long beganNs = System.nanoTime();
            manager.force();
            forced.recordValue(System.nanoTime() - beganNs);
        }
        figure(prefix + ".pass.p50", "ms", passes.getValueAtPercentile(50) / NS_PER_MS, all);
        figure(prefix + ".pass.p99", "ms", passes.getValueAtPercentile(99) / NS_PER_MS, all);
        figure(prefix + ".read.p50", "ms", reads.getValueAtPercentile(50) / NS_PER_MS, all);
        figure(prefix + ".read.p99", "ms", reads.getValueAtPercentile(99) / NS_PER_MS, all);
        beside(prefix + ".write.p50", writes, forced, 50);
        beside(prefix + ".write.p99", writes, forced, 99);
        figure(prefix + ".rss", "MiB", manager.residentMib(), 1);
    }

    private static boolean isWrite(int number) {
        return number % 10 == 7;
    }

    /** Calls that change something beside a few bytes that are written to the same disk and forced. */
    private void beside(String name, Histogram writes, Histogram forced, int percentile) {
        double ours = writes.getValueAtPercentile(percentile) / NS_PER_MS;
        double raw = forced.getValueAtPercentile(percentile) / NS_PER_MS;
        report.accept(new Figure(name, "ms", ours, raw, ours / raw, (int) writes.getTotalCount()));
    }

    /** What people ask: mostly about one instance, at times about all, and one call in ten changes something. @return the status, where that was asked */
    private String call(ManagerProcess manager, int number) throws Exception {
        if (isWrite(number)) {
            // A stopped one: what is started anew would be another measurement.
            manager.ask("PATCH", "/v1/instances/" + name(registered - 1), "{\"version\":\"0.1.0\"}");
            return "";
        }
        switch (number % 10) {
            case 0, 5 -> {
                return manager.ask("GET", "/v1/status", "");
            }
            case 2 -> manager.ask("GET", "/v1/instances", "");
            default -> manager.ask("GET", "/v1/instances/" + name(number % registered), "");
        }
        return "";
    }

    /** One after the other, each from the call that starts it until its plugin and sidecar are well. */
    private void start(ManagerProcess manager) throws Exception {
        Histogram ready = new Histogram(LONGEST_NS, 3);
        for (int i = 0; i < RUNNING; i++) {
            String path = "/v1/instances/" + name(i);
            long beginNs = System.nanoTime();
            manager.ask("POST", path + "/start", "");
            manager.await(path, "\"level\":\"OK\"");
            ready.recordValue(System.nanoTime() - beginNs);
        }
        figure("manager.ready.p50", "ms", ready.getValueAtPercentile(50) / NS_PER_MS, RUNNING);
        figure("manager.ready.max", "ms", ready.getMaxValue() / NS_PER_MS, RUNNING);
    }

    /** From the call until the last latch of all that run is on the disk. */
    private void kill(ManagerProcess manager) throws Exception {
        Histogram latched = new Histogram(LONGEST_NS, 3);
        for (int i = 0; i < kills; i++) {
            String said = manager.ask("POST", "/v1/kills", "{\"scope\":\"ALL\",\"why\":\"measured\"}");
            if (!said.contains("\"of\":" + RUNNING + ",\"failed\":{}")) {
                throw new IllegalStateException("not all were latched: " + said);
            }
            latched.recordValue(
                    (long) (Double.parseDouble(ManagerProcess.word(said, "\"millis\":([0-9.E-]+)")) * NS_PER_MS));
            String id = ManagerProcess.word(said, "\"id\":\"([^\"]+)\"");
            manager.ask("POST", "/v1/kills/" + id + "/release", "{\"why\":\"measured\"}");
        }
        figure("manager.kill.p50", "ms", latched.getValueAtPercentile(50) / NS_PER_MS, kills);
        figure("manager.kill.p99", "ms", latched.getValueAtPercentile(99) / NS_PER_MS, kills);
    }

    private void figure(String name, String unit, double value, int runs) {
        report.accept(new Figure(name, unit, value, Double.NaN, Double.NaN, runs));
    }
}
