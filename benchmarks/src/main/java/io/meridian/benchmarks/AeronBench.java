package io.meridian.benchmarks;

import com.sun.management.ThreadMXBean;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.logbuffer.FragmentHandler;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.envelope.EnvelopeLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.agrona.IoUtil;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** Aeron: the bus beside the raw client on the same media driver. */
final class AeronBench implements AutoCloseable {
    private static final int PAYLOAD = 100;
    private static final int BURST = 10_000;
    private static final int LIMIT = 256;
    private static final String SUBSCRIBER = "aeron:ipc";
    private static final int RAW_STREAM = 901;
    private static final long MILLION = 1_000_000;
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(60);

    private final boolean quick;
    private final String channel;
    private final Path folder;
    private final BusPair buses;
    private final Aeron raw;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
    private final UnsafeBuffer sameBytes = new UnsafeBuffer(new byte[EnvelopeLayout.LEAN_LENGTH + PAYLOAD]);
    private int nextStream = RAW_STREAM;

    /** With logs of {@code termLength}, for the product and for the raw client alike. */
    AeronBench(boolean quick, String termLength) throws Exception {
        this.quick = quick;
        channel = "aeron:ipc?term-length=" + termLength;
        Path shared = Path.of("/dev/shm");
        folder = Files.createTempDirectory(Files.isWritable(shared) ? shared : Path.of("/tmp"), "meridian-bench-");
        String dir = folder.resolve("driver").toString();
        buses = new BusPair(Map.of(
                "bus.backend",
                "aeron",
                "bus.deployment",
                "bench",
                "aeron.dir",
                dir,
                "aeron.archive.dir",
                folder.resolve("archive").toString(),
                "aeron.term.length",
                termLength));
        raw = Aeron.connect(new Aeron.Context().aeronDirectoryName(dir));
    }

    /** At full speed, with logs large enough that the media driver is never waited for. */
    static void measureFullSpeed(boolean quick, Pairs pairs, Consumer<Figure> report) throws Exception {
        try (AeronBench bench = new AeronBench(quick, "64m")) {
            report.accept(pairs.compare("bus.aeron.publish", "ns/op", bench::ourPublish, bench::rawPublish));
            report.accept(pairs.compare("bus.aeron.throughput", "msg/s", bench::ourThroughput, bench::rawThroughput));
        }
    }

    /** One message at a time, with logs as they are by default. */
    static void measureOneByOne(boolean quick, Pairs pairs, Consumer<Figure> report) throws Exception {
        try (AeronBench bench = new AeronBench(quick, "1m")) {
            bench.roundTrips(pairs).forEach(report);
            report.accept(pairs.alone("bus.alloc", "B/msg", bench::allocation));
        }
    }

    private double ourPublish() throws Exception {
        try (Publisher publisher = buses.first.publisher(PublisherSpec.fast(BusPair.PING));
                Subscription subscription = buses.second.subscribe(
                        SubscriptionSpec.fast(BusPair.PING).lossless(), message -> Verdict.ACCEPT)) {
            return bursts(() -> publisher.offer(payload, 0, PAYLOAD), () -> subscription.poll(LIMIT));
        }
    }

    /** Offers one message. */
    private interface Offer {
        long offer();
    }

    /**
     * Nanoseconds an offer takes in bursts into a log with room: the median burst, so that what else the machine does in
     * between counts for neither side. A burst that met back-pressure, because the media driver
     * had not noticed yet that the log was drained, says nothing about offers and does not count.
     */
    private double bursts(Offer offer, PingPong.Receive poll) throws Exception {
        int bursts = quick ? 300 : 1_000;
        double[] nsPerOffer = new double[bursts];
        int refusedBursts = 0;
        for (int burst = 0; burst < bursts; ) {
            int accepted = 0;
            long start = System.nanoTime();
            for (int i = 0; i < BURST; i++) {
                if (offer.offer() > 0) {
                    accepted++;
                }
            }
            long elapsed = System.nanoTime() - start;
            for (int drained = 0; drained < accepted; ) {
                drained += poll.poll();
            }
            if (accepted == BURST) {
                nsPerOffer[burst++] = (double) elapsed / BURST;
            } else if (++refusedBursts > bursts) {
                throw new IllegalStateException("more bursts met back-pressure than not: accepted=" + accepted
                        + " of the last, after " + burst + " good ones");
            }
        }
        return Pairs.median(nsPerOffer);
    }

    private double rawPublish() throws Exception {
        int stream = nextStream++;
        OffsetEpochNanoClock clock = new OffsetEpochNanoClock();
        FragmentHandler ignore = (buffer, offset, length, header) -> {};
        try (ExclusivePublication publication = raw.addExclusivePublication(channel, stream);
                io.aeron.Subscription subscription = raw.addSubscription(SUBSCRIBER, stream)) {
            awaitConnected(publication);
            int length = sameBytes.capacity();
            return bursts(
                    () -> {
                        sameBytes.putLong(0, clock.nanoTime());
                        return publication.offer(sameBytes, 0, length);
                    },
                    () -> subscription.poll(ignore, LIMIT));
        }
    }

    private List<Figure> roundTrips(Pairs pairs) throws Exception {
        List<Double> ourTails = new ArrayList<>();
        List<Double> rawTails = new ArrayList<>();
        Figure median = pairs.compare(
                "bus.aeron.rtt.p50",
                "ns",
                () -> medianAndTail(ourRoundTrip(), ourTails),
                () -> medianAndTail(rawRoundTrip(), rawTails));
        return List.of(median, Tails.figure("bus.aeron.rtt.p99", "ns", ourTails, rawTails));
    }

    private static double medianAndTail(Histogram histogram, List<Double> tails) {
        tails.add((double) histogram.getValueAtPercentile(99));
        return histogram.getValueAtPercentile(50);
    }

    private Histogram ourRoundTrip() throws Exception {
        List<AutoCloseable> open = new ArrayList<>();
        try {
            return PingPong.measure(
                    () -> {
                        Publisher ping = Opened.in(open, buses.first.publisher(PublisherSpec.fast(BusPair.PING)));
                        Subscription pong = Opened.in(
                                open,
                                buses.first.subscribe(
                                        SubscriptionSpec.fast(BusPair.PONG).lossless(), message -> Verdict.ACCEPT));
                        return new PingPong.Asker(
                                () -> {
                                    while (ping.offer(payload, 0, PAYLOAD) < 0) {
                                        Thread.onSpinWait();
                                    }
                                },
                                () -> pong.poll(LIMIT));
                    },
                    () -> {
                        Publisher pong = Opened.in(open, buses.second.publisher(PublisherSpec.fast(BusPair.PONG)));
                        Subscription ping = Opened.in(
                                open,
                                buses.second.subscribe(
                                        SubscriptionSpec.fast(BusPair.PING).lossless(), message -> {
                                            while (pong.offer(message.buffer(), message.offset(), message.length())
                                                    < 0) {
                                                Thread.onSpinWait();
                                            }
                                            return Verdict.ACCEPT;
                                        }));
                        return () -> ping.poll(LIMIT);
                    },
                    rounds(),
                    rounds());
        } finally {
            Opened.closeAll(open);
        }
    }

    private int rounds() {
        return quick ? 1_000_000 : 2_000_000;
    }

    private Histogram rawRoundTrip() throws Exception {
        int ping = nextStream++;
        int pong = nextStream++;
        FragmentHandler ignore = (buffer, offset, length, header) -> {};
        List<AutoCloseable> open = new ArrayList<>();
        try {
            return PingPong.measure(
                    () -> {
                        ExclusivePublication out = Opened.in(open, raw.addExclusivePublication(channel, ping));
                        io.aeron.Subscription in = Opened.in(open, raw.addSubscription(SUBSCRIBER, pong));
                        awaitConnected(out);
                        return new PingPong.Asker(
                                () -> {
                                    while (out.offer(sameBytes, 0, sameBytes.capacity()) < 0) {
                                        Thread.onSpinWait();
                                    }
                                },
                                () -> in.poll(ignore, LIMIT));
                    },
                    () -> {
                        ExclusivePublication out = Opened.in(open, raw.addExclusivePublication(channel, pong));
                        io.aeron.Subscription in = Opened.in(open, raw.addSubscription(SUBSCRIBER, ping));
                        FragmentHandler echo = (buffer, offset, length, header) -> {
                            while (out.offer(buffer, offset, length) < 0) {
                                Thread.onSpinWait();
                            }
                        };
                        return () -> in.poll(echo, LIMIT);
                    },
                    rounds(),
                    rounds());
        } finally {
            Opened.closeAll(open);
        }
    }

    private double ourThroughput() throws Exception {
        List<AutoCloseable> open = new ArrayList<>();
        try {
            AtomicLong received = new AtomicLong();
            Subscription subscription = Opened.in(
                    open,
                    buses.second.subscribe(SubscriptionSpec.fast(BusPair.PING).lossless(), message -> {
                        received.lazySet(received.getPlain() + 1);
                        return Verdict.ACCEPT;
                    }));
            return sustained(received, () -> subscription.poll(LIMIT), messages -> {
                Publisher publisher = Opened.in(open, buses.first.publisher(PublisherSpec.fast(BusPair.PING)));
                for (long i = 0; i < messages; i++) {
                    while (publisher.offer(payload, 0, PAYLOAD) < 0) {
                        Thread.onSpinWait();
                    }
                }
            });
        } finally {
            Opened.closeAll(open);
        }
    }

    private double rawThroughput() throws Exception {
        int stream = nextStream++;
        List<AutoCloseable> open = new ArrayList<>();
        try {
            AtomicLong received = new AtomicLong();
            FragmentHandler count = (buffer, offset, length, header) -> received.lazySet(received.getPlain() + 1);
            io.aeron.Subscription subscription = Opened.in(open, raw.addSubscription(SUBSCRIBER, stream));
            ExclusivePublication publication = Opened.in(open, raw.addExclusivePublication(channel, stream));
            awaitConnected(publication);
            return sustained(received, () -> subscription.poll(count, LIMIT), messages -> {
                for (long i = 0; i < messages; i++) {
                    while (publication.offer(payload, 0, PAYLOAD) < 0) {
                        Thread.onSpinWait();
                    }
                }
            });
        } finally {
            Opened.closeAll(open);
        }
    }

    /** Publishes from another thread while this one polls; messages a second in the median million received. */
    private double sustained(AtomicLong received, PingPong.Receive poll, SustainedPublisher publish) throws Exception {
        int millions = quick ? 10 : 30;
        double[] rates = new double[millions];
        Thread publisher = new Thread(
                () -> {
                    try {
                        publish.publish(millions * MILLION);
                    } catch (Exception failure) {
                        throw new IllegalStateException(failure);
                    }
                },
                "publisher");
        publisher.start();
        long start = System.nanoTime();
        for (int i = 0; i < millions; ) {
            if (poll.poll() == 0) {
                Thread.onSpinWait();
                if (!publisher.isAlive() && System.nanoTime() - start > STUCK_NS) {
                    throw new IllegalStateException("received=" + received + " of " + millions + " million");
                }
            } else if (received.getPlain() >= (i + 1) * MILLION) {
                long now = System.nanoTime();
                rates[i++] = MILLION * 1e9 / (now - start);
                start = now;
            }
        }
        publisher.join();
        return Pairs.median(rates);
    }

    /** Publishes that many as fast as it can. */
    private interface SustainedPublisher {
        void publish(long messages) throws Exception;
    }

    private double allocation() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Publisher publisher = buses.first.publisher(PublisherSpec.fast(BusPair.PING));
                Subscription subscription = buses.second.subscribe(
                        SubscriptionSpec.fast(BusPair.PING).lossless(), message -> Verdict.ACCEPT)) {
            int messages = 2_000_000;
            publishAndPoll(publisher, subscription, messages);
            long before = threads.getCurrentThreadAllocatedBytes();
            publishAndPoll(publisher, subscription, messages);
            long after = threads.getCurrentThreadAllocatedBytes();
            // The two readings themselves allocate a little; less than that is nothing.
            return Math.floor((double) (after - before) / messages * 100) / 100;
        }
    }

    private void publishAndPoll(Publisher publisher, Subscription subscription, int messages) {
        for (int i = 0; i < messages; i++) {
            while (publisher.offer(payload, 0, PAYLOAD) < 0) {
                Thread.onSpinWait();
            }
            while (subscription.poll(LIMIT) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static void awaitConnected(ExclusivePublication publication) {
        while (!publication.isConnected()) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        raw.close();
        buses.close();
        IoUtil.delete(folder.toFile(), true);
    }
}
