package io.meridian.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.meridian.cluster.ClusterNode;
import io.meridian.cluster.state.Latest;
import io.meridian.cluster.state.SharedMap;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.raft.RaftHandle;

/**
 * {@code ./bench.sh cluster}: decisions beside the bare log of jgroups-raft, and shared maps beside bare messages of JGroups with the same bytes. All nodes are in this process and talk over
 * sockets of the loopback; each has its own log on the disk.
 */
final class ClusterBench {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String VALUE = "x".repeat(100);
    /** As many bytes as a change of a map takes on its way, nearly all of them key, stamp and value. */
    private static final int MESSAGE = 180;

    private static final int PACE_US = 500;

    private final int nodes;
    private final boolean quick;
    private final Pairs pairs;

    private ClusterBench(int nodes, boolean quick) {
        this.nodes = nodes;
        this.quick = quick;
        pairs = new Pairs(quick ? 3 : 7);
    }

    static List<Part> parts(boolean quick, Consumer<Figure> report) {
        List<Part> parts = new ArrayList<>();
        for (int nodes : new int[] {3, 5}) {
            ClusterBench bench = new ClusterBench(nodes, quick);
            parts.add(new Part("cluster.decide." + nodes, () -> bench.decisions(report)));
            parts.add(new Part("cluster.share." + nodes, () -> bench.maps(report)));
        }
        return parts;
    }

    private void decisions(Consumer<Figure> report) throws Exception {
        String name = "cluster.decide." + nodes;
        int one = quick ? 300 : 1_000;
        int many = quick ? 2_000 : 8_000;
        try (BenchNodes ours = BenchNodes.started(nodes);
                BareGroup bare = BareGroup.started(nodes, true)) {
            ClusterNode counter = ours.counter();
            RaftHandle leader = bare.leader();
            byte[] value = VALUE.getBytes(StandardCharsets.US_ASCII);
            Work put = () -> counter.decisions().put("k", value, -1, PATIENCE);
            Work set = () -> leader.set(value, 0, value.length, PATIENCE.toSeconds(), TimeUnit.SECONDS);
            report.accept(
                    pairs.compare(name + ".one", "op/s", () -> perSecond(1, one, put), () -> perSecond(1, one, set)));
            report.accept(pairs.compare(
                    name + ".many", "op/s", () -> perSecond(32, many, put), () -> perSecond(32, many, set)));
        }
    }

    private interface Work {
        void once() throws Exception;
    }

    private static double perSecond(int clients, int operations, Work work) throws Exception {
        AtomicInteger left = new AtomicInteger(operations);
        List<Exception> failures = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(clients);
        long began = System.nanoTime();
        for (int i = 0; i < clients; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (left.getAndDecrement() > 0) {
                        work.once();
                    }
                } catch (Exception failed) {
                    synchronized (failures) {
                        failures.add(failed);
                    }
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return operations * 1e9 / (System.nanoTime() - began);
    }

    private void maps(Consumer<Figure> report) throws Exception {
        String name = "cluster.share." + nodes;
        int writes = quick ? 20_000 : 60_000;
        try (BenchNodes ours = BenchNodes.started(nodes);
                BareGroup bare = BareGroup.started(nodes, false)) {
            Sharing sharing = new Sharing(ours);
            Sending sending = new Sending(bare);
            report.accept(pairs.compare(
                    name + ".rate", "op/s", () -> sharing.perSecond(writes), () -> sending.perSecond(writes)));
            report.accept(
                    pairs.compare(name + ".cpu", "us/op", () -> sharing.cpuUs(writes), () -> sending.cpuUs(writes)));
            report.accept(pairs.compare(name + ".p50", "us", () -> sharing.latencyUs(50), () -> sending.latencyUs(50)));
            report.accept(pairs.compare(name + ".p99", "us", () -> sharing.latencyUs(99), () -> sending.latencyUs(99)));
            report.accept(new Pairs(3).alone("cluster.join." + nodes, "ms", () -> joinMs(ours)));
        }
    }

    /** Until one that joins has all that was shared before, as many values as were written in one run. */
    private static double joinMs(BenchNodes ours) throws Exception {
        SharedMap<Latest> whole = Sharing.open(ours.nodes().getFirst());
        long began = System.nanoTime();
        try (ClusterNode late = ours.open("late")) {
            SharedMap<Latest> its = Sharing.open(late);
            while (its.all().size() < whole.all().size()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            return (System.nanoTime() - began) / 1e6;
        }
    }

    /** Something that is told at the first node, and heard at all others. */
    private abstract static class Telling {
        private final int hearers;
        private final AtomicInteger heard = new AtomicInteger();
        private volatile Histogram latencies;
        private volatile long toldNs;

        Telling(int hearers) {
            this.hearers = hearers;
        }

        abstract void tell(int number) throws Exception;

        void hears() {
            Histogram wanted = latencies;
            if (wanted != null) {
                long took = System.nanoTime() - toldNs;
                synchronized (wanted) {
                    wanted.recordValue(took);
                }
            }
            heard.incrementAndGet();
        }

        private void all(int writes) throws Exception {
            heard.set(0);
            for (int i = 0; i < writes; i++) {
                tell(i);
            }
            await(writes);
        }

        private void await(int writes) {
            long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
            while (heard.get() < writes * hearers) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new IllegalStateException("heard " + heard + " of " + writes * hearers);
                }
                LockSupport.parkNanos(20_000);
            }
        }

        double perSecond(int writes) throws Exception {
            long began = System.nanoTime();
            all(writes);
            return writes * 1e9 / (System.nanoTime() - began);
        }

        double cpuUs(int writes) throws Exception {
            OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long before = machine.getProcessCpuTime();
            all(writes);
            return (machine.getProcessCpuTime() - before) / 1e3 / writes;
        }

        double latencyUs(double percentile) throws Exception {
            Histogram all = new Histogram(TimeUnit.SECONDS.toNanos(20), 3);
            heard.set(0);
            latencies = all;
            for (int i = 0; i < 2_000; i++) {
                toldNs = System.nanoTime();
                tell(i);
                await(i + 1);
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(PACE_US));
            }
            latencies = null;
            return all.getValueAtPercentile(percentile) / 1e3;
        }
    }

    /** What is heard is a key of the map; a value that is overtaken by a newer one is not heard, so each is told under its own. */
    private static final class Sharing extends Telling {
        private final SharedMap<Latest> first;
        private int round;

        Sharing(BenchNodes ours) {
            super(ours.nodes().size() - 1);
            first = open(ours.nodes().getFirst());
            ours.nodes().stream()
                    .skip(1)
                    .forEach(node -> open(node).watch((key, value) -> {
                        if (value.text() != null) {
                            hears();
                        }
                    }));
        }

        static SharedMap<Latest> open(ClusterNode node) {
            // What was told is forgotten soon, so that maps do not grow from run to run.
            return node.maps().open("bench", Latest.NONE, Duration.ofMinutes(10));
        }

        @Override
        void tell(int number) {
            if (number == 0) {
                round++;
            }
            first.update("key " + number, (before, writer) -> new Latest(VALUE + round, writer.stamp()));
        }
    }

    private static final class Sending extends Telling {
        private final JChannel first;

        Sending(BareGroup bare) {
            super(bare.channels().size() - 1);
            first = bare.channels().getFirst();
            bare.channels().stream()
                    .skip(1)
                    .forEach(channel -> channel.setReceiver(new Receiver() {
                        @Override
                        public void receive(Message message) {
                            hears();
                        }
                    }));
        }

        @Override
        void tell(int number) throws Exception {
            first.send(new BytesMessage(null, new byte[MESSAGE]));
        }
    }
}
