package io.meridian.platform.watch;

import io.meridian.bus.Bus;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Notices;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.cli.Terminal;
import io.meridian.platform.store.StoreGauge;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meridian watch}. */
@Command(
        name = "watch",
        description =
                "Shows what arrives, each second: rates, latency from publishing to delivery, losses, prices. In place"
                        + " on a terminal, otherwise a line a second.")
public final class WatchCommand implements Callable<Integer> {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int FIRST_MESSAGE_SECONDS = 60;
    private static final String TARGETS = "platform.portfolio.target.**";
    /** What is traded, as the kernel and the book of record tell it. */
    private static final List<String> TRADING = List.of("platform.oms.event.*", "platform.bor.*.*");

    @Mixin
    private BusOptions options = new BusOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PATTERN",
            defaultValue = "platform.data.**",
            description = "Which topics. Default: ${DEFAULT-VALUE}.")
    private String pattern;

    @Option(names = "--durable", description = "Reads the pattern from the durable profile, beginning now.")
    private boolean durable;

    @Option(
            names = "--with-durable",
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "Watches targets, orders and books as well, which are durable, true or false. Default: where the"
                            + " engine has a durable profile.")
    private Boolean withDurable;

    @Option(
            names = "--sidecars",
            paramLabel = "DIR",
            description =
                    "Also shows the plugins whose sidecars have their folders in this one, or those of a manager's"
                            + " folder of instances. May be repeated.")
    private List<Path> sidecars = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object a second and line; times in nanoseconds.")
    private boolean json;

    @Option(names = "--seconds", description = "Ends after so long. Default: goes on until Ctrl-C.")
    private double seconds;

    @Option(
            names = "--from-first",
            hidden = true,
            description = "Counts --seconds from the first message, and fails when none comes within a minute.")
    private boolean fromFirst;

    @Option(names = "--log-lines", hidden = true, description = "Also writes a plain line a second to standard error.")
    private boolean logLines;

    @Option(
            names = "--footer",
            hidden = true,
            defaultValue = "Ctrl-C ends the watch.",
            description = "Below the figures.")
    private String footer;

    @Option(names = "--parent", hidden = true, description = "Ends when the process of this number does.")
    private long parent;

    @Override
    public Integer call() {
        TopicPattern watched;
        try {
            watched = TopicPattern.of(pattern);
        } catch (IllegalArgumentException wrong) {
            throw CommandException.wrongUse("PATTERN: " + wrong.getMessage());
        }
        StopSignal stop = StopSignal.install().withProcess(parent);
        Terminal terminal = Terminal.ask();
        boolean live = terminal.isCapable() && !json;
        // In place, a notice would tear the picture; it has a line for the problem that is open.
        PrintStream log = live && !logLines ? new PrintStream(OutputStream.nullOutputStream()) : Output.err();
        Notices notices = new Notices(log);
        try (Bus bus = options.open(notices)) {
            watch(bus, watched, notices, stop, () -> views(live, terminal));
        }
        return 0;
    }

    private List<View> views(boolean live, Terminal terminal) {
        List<View> views = new ArrayList<>();
        if (json) {
            views.add(new JsonView(Output.out()));
        } else {
            views.add(live ? new LiveView(Output.out(), terminal, footer) : new LineView(Output.out()));
        }
        if (logLines) {
            views.add(new LineView(Output.err()));
        }
        return views;
    }

    private void watch(Bus bus, TopicPattern watched, Notices notices, StopSignal stop, Supplier<List<View>> opened) {
        TrafficMeter main = new TrafficMeter(bus.config().clock());
        List<Poller> pollers = new ArrayList<>();
        SubscriptionSpec spec = durable ? SubscriptionSpec.durable(watched) : SubscriptionSpec.fast(watched);
        pollers.add(new Poller("watch", bus.subscribe(spec, main), main::note));
        TrafficMeter targets = null;
        TradingMeter trading = null;
        if (!durable && watchesTargets(bus)) {
            targets = new TrafficMeter(bus.config().clock());
            pollers.add(new Poller(
                    "watch-durable", bus.subscribe(SubscriptionSpec.durable(TARGETS), targets), targets::note));
            trading = new TradingMeter();
            for (String each : TRADING) {
                pollers.add(
                        new Poller("watch-trading", bus.subscribe(SubscriptionSpec.durable(each), trading), any -> {}));
            }
        }
        List<View> views = opened.get();
        try (SidecarReadings readings = new SidecarReadings(sidecars);
                StoreGauge store = trading == null ? null : new StoreGauge(bus)) {
            SnapshotSource source = new SnapshotSource(bus, notices, pattern, main, targets, trading, readings, store);
            show(source, views, pollers, stop);
        } finally {
            views.forEach(View::close);
            pollers.forEach(Poller::close);
        }
    }

    private boolean watchesTargets(Bus bus) {
        return withDurable != null
                ? withDurable
                : bus.capabilities(TopicPattern.of(TARGETS)).has(Capability.DURABLE);
    }

    private void show(SnapshotSource source, List<View> views, List<Poller> pollers, StopSignal stop) {
        boolean waiting = fromFirst && seconds > 0;
        stop.after(waiting ? FIRST_MESSAGE_SECONDS : seconds);
        long next = System.nanoTime() + INTERVAL_NS;
        boolean stopped = false;
        while (!stopped) {
            stopped = stop.await(next - System.nanoTime());
            // A watch of five seconds shows five, though the end comes a moment before the fifth is whole.
            if (stopped && next - System.nanoTime() > INTERVAL_NS / 2) {
                return;
            }
            next += INTERVAL_NS;
            Snapshot snapshot = source.take();
            views.forEach(view -> view.show(snapshot));
            requireHealthy(pollers);
            if (waiting && snapshot.main().received() > 0) {
                waiting = false;
                stopped = false;
                stop.after(seconds);
            }
        }
        if (waiting && stop.isTimeOver()) {
            throw CommandException.failed("No message arrived on " + pattern + " within " + FIRST_MESSAGE_SECONDS
                    + " s. See what the publisher says, in its log.");
        }
    }

    private static void requireHealthy(List<Poller> pollers) {
        for (Poller poller : pollers) {
            if (poller.failure() != null) {
                throw new IllegalStateException("receiving ended: " + poller.failure(), poller.failure());
            }
        }
    }
}
