package io.meridian.benchmarks;

import com.sun.management.ThreadMXBean;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.setting.Settings;
import io.meridian.sidecar.Sidecar;
import io.meridian.sidecar.SidecarOptions;
import io.meridian.sidecar.assembly.WholeSidecar;
import io.meridian.sidecar.control.Latch;
import io.meridian.sidecar.limit.TradingGate;
import io.meridian.sidecar.metrics.SidecarMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.agrona.IoUtil;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** The sidecar on shared memory over Aeron: what it does for each message, and what a pair of them adds to the way. */
final class SidecarBench implements AutoCloseable {
    private static final String TOPIC = "platform.data.quote.XNAS.PING";
    private static final int SMALL = 100;
    private static final int LARGE = 1024;
    private static final int BURST = 1_500;
    private static final long PERIOD_NS = 1_000_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    private final boolean quick;
    private final Path folder;
    private final Map<String, String> bus = new HashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private long sentNs;
    private int sidecars;

    SidecarBench(boolean quick) throws IOException {
        this.quick = quick;
        Path shared = Path.of("/dev/shm");
        folder = Files.createTempDirectory(Files.isWritable(shared) ? shared : Path.of("/tmp"), "meridian-bench-");
        bus.put("bus.backend", "aeron");
        bus.put("bus.deployment", "bench");
        bus.put("aeron.dir", folder.resolve("driver").toString());
        bus.put("aeron.archive.dir", folder.resolve("archive").toString());
        // Room for many bursts: the media driver notices only after a while that the log was drained.
        bus.put("aeron.term.length", "16m");
    }

    void measure(Pairs pairs, Consumer<Figure> report) throws Exception {
        try {
            perMessage(pairs, report);
        } finally {
            Opened.closeAll(open);
        }
        try {
            pairAdded(report);
        } finally {
            Opened.closeAll(open);
        }
    }

    /** Ring in, grant check, stamp, count, offer: the loop's thread alone, in bursts, into a log with room. */
    private void perMessage(Pairs pairs, Consumer<Figure> report) throws Exception {
        Bus direct = bus();
        Stepped step = new Stepped();
        RingPlugin plugin = plugin("publisher", step);
        int handle = plugin.resolve(TOPIC);
        Subscription subscription =
                Opened.in(open, direct.subscribe(SubscriptionSpec.fast(TOPIC).lossless(), message -> Verdict.ACCEPT));
        step.hold();
        try {
            inBursts(pairs, report, step, plugin, handle, subscription);
        } finally {
            step.free();
        }
        if (plugin.refusals() > 0) {
            throw new IllegalStateException("refused=" + plugin.refusals() + " of what should have been published");
        }
    }

    private void inBursts(
            Pairs pairs,
            Consumer<Figure> report,
            Stepped step,
            RingPlugin plugin,
            int handle,
            Subscription subscription)
            throws Exception {
        UnsafeBuffer payload = new UnsafeBuffer(new byte[SMALL]);
        report.accept(
                pairs.alone("sidecar.per_message", "ns", () -> bursts(step, plugin, handle, payload, subscription)));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        report.accept(pairs.alone("sidecar.alloc", "B/msg", () -> {
            long thread = step.thread().threadId();
            long before = threads.getThreadAllocatedBytes(thread);
            bursts(step, plugin, handle, payload, subscription);
            long after = threads.getThreadAllocatedBytes(thread);
            return Math.floor((double) (after - before) / (BURST * count()) * 100) / 100;
        }));
    }

    private int count() {
        return quick ? 200 : 1_000;
    }

    private double bursts(
            Stepped step, RingPlugin plugin, int handle, UnsafeBuffer payload, Subscription subscription) {
        double[] nsPerMessage = new double[count()];
        for (int burst = 0; burst < nsPerMessage.length; burst++) {
            for (int i = 0; i < BURST; i++) {
                if (!plugin.offer(handle, payload, SMALL)) {
                    throw new IllegalStateException("the ring has no room for burst=" + BURST);
                }
            }
            nsPerMessage[burst] = (double) step.run() / BURST;
            long deadline = System.nanoTime() + PATIENCE_NS;
            for (int drained = 0; drained < BURST; ) {
                int polled = subscription.poll(256);
                drained += polled;
                if (polled == 0 && System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("drained=" + drained + " of " + BURST);
                }
            }
            // Until the media driver has noticed that the log was drained.
            LockSupport.parkNanos(2_000_000);
        }
        return Pairs.median(nsPerMessage);
    }

    /** 1 KB at 1,000 messages a second, from when each was meant to be sent; the same way without sidecars beside it. */
    private void pairAdded(Consumer<Figure> report) throws Exception {
        RingPlugin sender = plugin("sender", null);
        RingPlugin receiver = plugin("receiver", null);
        Bus first = bus();
        Bus second = bus();
        String directTopic = "platform.data.quote.XNAS.PONG";
        int handle = sender.resolve(TOPIC);
        receiver.subscribe(TOPIC, (buffer, offset) -> sentNs = buffer.getLong(offset));
        Publisher publisher = Opened.in(open, first.publisher(PublisherSpec.fast(directTopic)));
        Subscription subscription = Opened.in(
                open, second.subscribe(SubscriptionSpec.fast(directTopic).lossless(), message -> {
                    sentNs = message.buffer().getLong(message.offset());
                    return Verdict.ACCEPT;
                }));
        UnsafeBuffer payload = new UnsafeBuffer(new byte[LARGE]);
        Paced ours = new Paced(
                () -> {
                    while (!sender.offer(handle, payload, LARGE)) {
                        Thread.onSpinWait();
                    }
                },
                receiver::poll);
        Paced raw = new Paced(
                () -> {
                    while (publisher.offer(payload, 0, LARGE) < 0) {
                        Thread.onSpinWait();
                    }
                },
                () -> subscription.poll(64));
        List<Histogram> own = new ArrayList<>();
        List<Histogram> direct = new ArrayList<>();
        for (int slice = -1; slice < (quick ? 5 : 20); slice++) {
            Histogram with = paced(ours, payload);
            Histogram without = paced(raw, payload);
            if (slice >= 0) {
                own.add(with);
                direct.add(without);
            }
        }
        for (double percentile : new double[] {50, 99}) {
            Histogram with = sum(own);
            Histogram without = sum(direct);
            double added = with.getValueAtPercentile(percentile) - (double) without.getValueAtPercentile(percentile);
            report.accept(new Figure(
                    "sidecar.pair.added.p" + (int) percentile, "ns", added, Double.NaN, Double.NaN, own.size()));
        }
    }

    private static Histogram sum(List<Histogram> parts) {
        Histogram all = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
        parts.forEach(all::add);
        return all;
    }

    /** One way to send and to receive. */
    private record Paced(Runnable send, Duel.Receive receive) {}

    private Histogram paced(Paced way, UnsafeBuffer payload) {
        Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
        long due = System.nanoTime() + PERIOD_NS;
        for (int i = 0; i < 2_000; i++, due += PERIOD_NS) {
            while (System.nanoTime() < due) {
                Thread.onSpinWait();
            }
            payload.putLong(0, due);
            way.send.run();
            long deadline = System.nanoTime() + PATIENCE_NS;
            sentNs = 0;
            while (sentNs != due) {
                if (way.receive.poll() == 0 && System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("message " + i + " did not arrive");
                }
            }
            histogram.recordValue(System.nanoTime() - due);
        }
        return histogram;
    }

    private Bus bus() {
        Bus opened = Opened.in(open, Bus.open(new BusContext().settings(bus).unrestricted()));
        opened.awaitConnected(PATIENCE_NS);
        return opened;
    }

    private RingPlugin plugin(String instance, IdleStrategy idle) throws Exception {
        Path own = folder.resolve(instance + "-" + sidecars++);
        Files.createDirectories(own);
        Files.write(
                own.resolve("grants"),
                List.of(
                        "allow p publish platform.data.** for instance " + instance,
                        "allow s subscribe platform.data.** for instance " + instance));
        Map<String, String> values = new HashMap<>(bus);
        values.put("sidecar.dir", own.toString());
        values.put("sidecar.instance", instance);
        values.put("sidecar.pool", "DGM");
        Settings settings = Settings.of(WholeSidecar.schemas(), values);
        Latch latch = Latch.open(own, InstantSource.system());
        SidecarOptions options = new SidecarOptions(settings)
                .gate(TradingGate.of(settings, latch, System.nanoTime()))
                .observer(new SidecarMetrics(settings, SystemNanoClock.INSTANCE));
        if (idle != null) {
            options.idle(idle);
        }
        Opened.in(open, Sidecar.start(options));
        return Opened.in(open, new RingPlugin(own));
    }

    @Override
    public void close() {
        IoUtil.delete(folder.toFile(), true);
    }
}
