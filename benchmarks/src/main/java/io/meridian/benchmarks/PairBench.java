package io.meridian.benchmarks;

import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a pair of sidecars adds to the way from plugin to plugin: 1 KB at 1,000 messages a second, from when each was meant to
 * be sent, less the same way over the bus alone, in slices that take turns.
 */
final class PairBench {
    private static final String TOPIC = "platform.data.quote.XNAS.PING";
    private static final String DIRECT_TOPIC = "platform.data.quote.XNAS.PONG";
    private static final int LENGTH = 1024;
    private static final int MESSAGES = 2_000;
    private static final long PERIOD_NS = 1_000_000;
    private static final long WAKE_NS = 80_000;

    private final SidecarRig rig;
    private final int slices;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[LENGTH]);
    /** Told when each message that arrives was meant to be sent. */
    private LongConsumer arrived = meantNs -> {};

    PairBench(SidecarRig rig, boolean quick) {
        this.rig = rig;
        slices = quick ? 5 : 20;
    }

    /** Sends the payload; false when there is no room yet. */
    interface Send {
        boolean send();
    }

    /** Takes what is there, and tells {@link #arrived} of each. */
    interface Receive {
        void poll();
    }

    private record Way(Send send, Receive receive) {}

    private Way direct() {
        Publisher publisher = Opened.in(rig.open, rig.bus().publisher(PublisherSpec.fast(DIRECT_TOPIC)));
        Subscription subscription = Opened.in(
                rig.open,
                rig.bus().subscribe(SubscriptionSpec.fast(DIRECT_TOPIC).lossless(), message -> {
                    arrived.accept(message.buffer().getLong(message.offset()));
                    return Verdict.ACCEPT;
                }));
        return new Way(() -> publisher.offer(payload, 0, LENGTH) > 0, () -> subscription.poll(64));
    }

    private Way rings(RingPlugin sender, RingPlugin receiver) {
        int handle = sender.resolve(TOPIC);
        receiver.subscribe(TOPIC, (buffer, offset) -> arrived.accept(buffer.getLong(offset)));
        return new Way(() -> sender.offer(handle, payload, LENGTH), receiver::poll);
    }

    /** With loops that sleep when idle, as they do unless told otherwise, on however many processors there are. */
    void asSetByDefault(Consumer<Figure> report) throws Exception {
        Way bus = direct();
        Way pair = rings(rig.plugin("sender", null), rig.plugin("receiver", null));
        Slices taken = new Slices();
        for (int slice = -1; slice < slices; slice++) {
            taken.add(slice, alternating(pair), alternating(bus));
        }
        taken.report("sidecar.pair.added", report);
    }

    /** One thread sends and then waits for the message. */
    private Histogram alternating(Way way) {
        Histogram histogram = histogram();
        long[] last = {0};
        arrived = meantNs -> {
            histogram.recordValue(System.nanoTime() - meantNs);
            last[0] = meantNs;
        };
        long due = System.nanoTime() + PERIOD_NS;
        for (int i = 0; i < MESSAGES; i++, due += PERIOD_NS) {
            while (System.nanoTime() < due) {
                Thread.onSpinWait();
            }
            payload.putLong(0, due);
            while (!way.send.send()) {
                Thread.onSpinWait();
            }
            long deadline = System.nanoTime() + SidecarRig.PATIENCE_NS;
            while (last[0] != due) {
                way.receive.poll();
                requireBefore(deadline, i);
            }
        }
        return histogram;
    }

    /**
     * With two loops that never sleep. The thread of each also does its plugin's part, in turn with the loop, so that two
     * threads are all that spins. The bus alone is measured on the same two threads, while the loops rest.
     */
    void spinning(Consumer<Figure> report) throws Exception {
        Guest atSender = new Guest();
        Guest atReceiver = new Guest();
        Way bus = direct();
        Way pair = rings(rig.plugin("sender", atSender), rig.plugin("receiver", atReceiver));
        Slices taken = new Slices();
        for (int slice = -1; slice < slices; slice++) {
            taken.add(slice, between(atSender, atReceiver, pair, true), between(atSender, atReceiver, bus, false));
        }
        taken.report("sidecar.pair.spin.added", report);
    }

    private Histogram between(Guest atSender, Guest atReceiver, Way way, boolean inTurns) {
        Histogram histogram = histogram();
        long[] due = {System.nanoTime() + PERIOD_NS};
        int[] sent = {0};
        int[] received = {0};
        arrived = meantNs -> {
            histogram.recordValue(System.nanoTime() - meantNs);
            received[0]++;
        };
        Guest.Part sending = () -> {
            if (System.nanoTime() >= due[0]) {
                payload.putLong(0, due[0]);
                if (way.send.send()) {
                    due[0] += PERIOD_NS;
                    sent[0]++;
                }
            }
            return sent[0] == MESSAGES;
        };
        Guest.Part receiving = () -> {
            way.receive.poll();
            return received[0] == MESSAGES;
        };
        atReceiver.let(inTurns ? receiving : receiving.alone());
        atSender.let(inTurns ? sending : sending.alone());
        long deadline = System.nanoTime() + MESSAGES * PERIOD_NS + SidecarRig.PATIENCE_NS;
        atReceiver.await(deadline);
        atSender.await(deadline);
        return histogram;
    }

    /** Plugins on gRPC over the Unix socket; beside it what a bare gRPC call over such a socket takes, there and back. */
    void grpc(Consumer<Figure> report) throws Exception {
        Way bus = direct();
        GrpcPlugin sender = rig.grpcPlugin("sender");
        GrpcPlugin receiver = rig.grpcPlugin("receiver");
        BareGrpc bare = Opened.in(rig.open, new BareGrpc());
        Arrivals pairArrivals = new Arrivals();
        Arrivals bareArrivals = new Arrivals();
        receiver.subscribe(
                TOPIC,
                message -> pairArrivals.arrived(message.asReadOnlyByteBuffer().getLong()));
        sender.openPublishing(TOPIC);
        List<Histogram> withPair = new ArrayList<>();
        List<Histogram> busAlone = new ArrayList<>();
        List<Histogram> bareCalls = new ArrayList<>();
        for (int slice = -1; slice < slices; slice++) {
            Histogram pair = parked(pairArrivals, due -> sender.publish(bytes(due)));
            Histogram alone = alternating(bus);
            Histogram call = parked(bareArrivals, due -> bare.call(bytes(due), bareArrivals::arrived));
            if (slice >= 0) {
                withPair.add(pair);
                busAlone.add(alone);
                bareCalls.add(call);
            }
        }
        for (double percentile : new double[] {50, 99}) {
            double added = at(withPair, percentile) - at(busAlone, percentile);
            double call = at(bareCalls, percentile);
            report.accept(new Figure(
                    "sidecar.grpc.added.p" + (int) percentile, "ns", added, call, added / call, withPair.size()));
        }
    }

    private byte[] bytes(long due) {
        payload.putLong(0, Long.reverseBytes(due));
        return payload.byteArray().clone();
    }

    /** When each message came, as the thread that it comes on tells. */
    private static final class Arrivals {
        private volatile long lastNs;
        private Histogram histogram = histogram();

        synchronized void arrived(long meantNs) {
            histogram.recordValue(System.nanoTime() - meantNs);
            lastNs = meantNs;
        }

        synchronized Histogram take() {
            Histogram taken = histogram;
            histogram = histogram();
            return taken;
        }
    }

    private interface At {
        void send(long dueNs);
    }

    /** The sender sleeps while it waits: gRPC's own threads need the processors. */
    private static Histogram parked(Arrivals arrivals, At way) {
        long due = System.nanoTime() + PERIOD_NS;
        for (int i = 0; i < MESSAGES; i++, due += PERIOD_NS) {
            long left;
            while ((left = due - System.nanoTime()) > 0) {
                if (left > WAKE_NS) {
                    LockSupport.parkNanos(left - WAKE_NS);
                }
            }
            way.send(due);
        }
        long last = due - PERIOD_NS;
        long deadline = System.nanoTime() + SidecarRig.PATIENCE_NS;
        while (arrivals.lastNs != last) {
            requireBefore(deadline, MESSAGES);
            LockSupport.parkNanos(100_000);
        }
        return arrivals.take();
    }

    private static void requireBefore(long deadlineNs, int message) {
        if (System.nanoTime() - deadlineNs > 0) {
            throw new IllegalStateException("message " + message + " did not arrive");
        }
    }

    private static Histogram histogram() {
        return new Histogram(TimeUnit.SECONDS.toNanos(30), 3);
    }

    private static double at(List<Histogram> parts, double percentile) {
        Histogram all = histogram();
        parts.forEach(all::add);
        return all.getValueAtPercentile(percentile);
    }

    /** Slices with and without the pair. The first only warms up. */
    private static final class Slices {
        private final List<Histogram> with = new ArrayList<>();
        private final List<Histogram> without = new ArrayList<>();

        void add(int slice, Histogram pair, Histogram bus) {
            if (slice >= 0) {
                with.add(pair);
                without.add(bus);
            }
        }

        void report(String name, Consumer<Figure> report) {
            for (double percentile : new double[] {50, 99}) {
                double added = at(with, percentile) - at(without, percentile);
                report.accept(
                        new Figure(name + ".p" + (int) percentile, "ns", added, Double.NaN, Double.NaN, with.size()));
            }
        }
    }
}
