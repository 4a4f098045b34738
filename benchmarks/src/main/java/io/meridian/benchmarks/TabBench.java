package io.meridian.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The gateway with many tabs of several people open, each of which looks at instruments of its own and hears of changes: its memory, and what each tab gets. */
final class TabBench {
    private static final int PEOPLE = 10;
    private static final int INSTRUMENTS = 40;
    private static final int PER_SECOND = 200;
    private static final double GOAL_MIB = 256;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final UiRig rig;
    private final int count;
    private final int seconds;
    private final Consumer<Figure> report;
    private final List<Tab> tabs = new ArrayList<>();

    TabBench(UiRig rig, UiScale scale, Consumer<Figure> report) {
        this.rig = rig;
        count = scale.tabs;
        seconds = scale.tabSeconds;
        this.report = report;
    }

    void measure() throws Exception {
        List<String> cookies = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            cookies.add(rig.pages.logIn("person-" + i, i % 2 == 0 ? "\"VIEWER\"" : "\"VIEWER\",\"OPERATOR\""));
        }
        try (QuoteTraffic quotes = new QuoteTraffic(rig.bus, INSTRUMENTS)) {
            // The first who looks makes the gateway read what all others share.
            try (Tab first = new Tab(rig.pages, cookies.getFirst(), 0, 1)) {
                prime(quotes, first::hearsAll);
            }
            double heapBefore = rig.pages.heapMib();
            double residentBefore = rig.pages.residentMib();
            for (int i = 0; i < count; i++) {
                // Two of some instruments, no two tabs the same two.
                int one = i % INSTRUMENTS;
                tabs.add(new Tab(rig.pages, cookies.get(i % PEOPLE), one, (one + 1 + i / INSTRUMENTS) % INSTRUMENTS));
            }
            prime(quotes, () -> tabs.stream().allMatch(Tab::hearsAll));
            // All is counted that was on its way.
            awaitQuiet();
            tabs.forEach(Tab::begin);
            int published = seconds * PER_SECOND;
            double took = quotes.publish(published, PER_SECOND);
            double resident = rig.pages.residentMib();
            await(
                    () -> tabs.stream().allMatch(tab -> tab.counted() >= 2L * published / INSTRUMENTS),
                    () -> "some tabs counted less than was published: "
                            + tabs.stream().map(Tab::counted).toList());
            tabs.forEach(tab -> tab.requireCounted(published / INSTRUMENTS));
            report(residentBefore, resident, heapBefore, rig.pages.heapMib(), took);
            // Last, since it makes each page ask anew what changed.
            rig.pages.logIn("newcomer", "\"VIEWER\"");
            await(() -> tabs.stream().allMatch(Tab::heardOfChange), () -> "some tabs were not told of a change");
        } finally {
            tabs.forEach(Tab::close);
        }
    }

    private void report(double residentBefore, double resident, double heapBefore, double heap, double took) {
        double[] frames =
                tabs.stream().mapToDouble(tab -> tab.frames() / took).sorted().toArray();
        figure("ui.tabs.rss", "MiB more with " + count + " tabs", resident - residentBefore, GOAL_MIB);
        figure("ui.tabs.rss.before", "MiB", residentBefore, Double.NaN);
        figure("ui.tabs.heap", "MiB more after GC", heap - heapBefore, GOAL_MIB);
        figure("ui.tabs.heap.before", "MiB after GC", heapBefore, Double.NaN);
        figure("ui.tabs.frames", "updates a second of a tab, median", frames[frames.length / 2], Double.NaN);
        figure("ui.tabs.frames.least", "of the tab that got least", frames[0], Double.NaN);
    }

    private void figure(String name, String unit, double value, double most) {
        report.accept(new Figure(name, unit, value, Double.NaN, Double.NaN, count, most));
    }

    @SuppressWarnings("try") // Quotes come until they are heard.
    private static void prime(QuoteTraffic quotes, BooleanSupplier isHeard) {
        try (Priming priming = new Priming(quotes)) {
            await(isHeard, () -> "some tabs hear nothing");
        }
    }

    /** Until for a second no tab has been told anything. */
    private void awaitQuiet() {
        long[] before = {-1};
        await(
                () -> {
                    long now = tabs.stream().mapToLong(Tab::frames).sum();
                    boolean isQuiet = now == before[0];
                    before[0] = now;
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                    return isQuiet;
                },
                () -> "tabs are told something though nothing is published");
    }

    private static void await(BooleanSupplier isSo, Supplier<String> otherwise) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException(otherwise.get());
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
