package io.meridian.benchmarks;

import com.sun.management.ThreadMXBean;
import io.meridian.bus.Bus;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** The sidecar on shared memory over Aeron: what it does for each message. */
final class SidecarBench {
    private static final String TOPIC = "platform.data.quote.XNAS.PING";
    private static final int SMALL = 100;
    private static final int BURST = 1_500;

    private final boolean quick;
    private final SidecarRig rig;

    SidecarBench(SidecarRig rig, boolean quick) {
        this.rig = rig;
        this.quick = quick;
    }

    /** Ring in, grant check, stamp, count, offer: the loop's thread alone, in bursts, into a log with room. */
    void perMessage(Pairs pairs, Consumer<Figure> report) throws Exception {
        Bus direct = rig.bus();
        Stepped step = new Stepped();
        RingPlugin plugin = rig.plugin("publisher", step);
        int handle = plugin.resolve(TOPIC);
        Subscription subscription = Opened.in(
                rig.open, direct.subscribe(SubscriptionSpec.fast(TOPIC).lossless(), message -> Verdict.ACCEPT));
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
            long deadline = System.nanoTime() + SidecarRig.PATIENCE_NS;
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
}
