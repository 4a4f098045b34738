package io.meridian.benchmarks;

import com.sun.management.ThreadMXBean;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.MessageHandler;
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
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
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
    private static final FragmentHandler IGNORE = (buffer, offset, length, header) -> {};

    private final boolean quick;
    private final String channel;
    private final Path folder;
    private final BusPair buses;
    /** Two clients, as a publisher and a subscriber are two processes; so are the buses. */
    private final Aeron rawFirst;

    private final Aeron rawSecond;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
    private final UnsafeBuffer sameBytes = new UnsafeBuffer(new byte[EnvelopeLayout.LEAN_LENGTH + PAYLOAD]);
    private int nextStream = RAW_STREAM;
    private long seen;

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
        rawFirst = Aeron.connect(new Aeron.Context().aeronDirectoryName(dir));
        rawSecond = Aeron.connect(new Aeron.Context().aeronDirectoryName(dir));
    }

    /** At full speed, with logs large enough that the media driver is never waited for. */
    static void measureFullSpeed(boolean quick, Pairs pairs, Consumer<Figure> report) throws Exception {
        try (AeronBench bench = new AeronBench(quick, "64m")) {
            report.accept(pairs.compare("bus.aeron.publish", "ns/op", bench::ourPublish, bench::rawPublish));
            report.accept(bench.throughput());
        }
    }

    /** One message at a time, with logs as they are by default. */
    static void measureOneByOne(boolean quick, Pairs pairs, Consumer<Figure> report) throws Exception {
        try (AeronBench bench = new AeronBench(quick, "1m")) {
            bench.roundTrips().forEach(report);
            report.accept(pairs.alone("bus.alloc", "B/msg", bench::allocation));
        }
    }

    private double ourPublish() {
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
    private double bursts(Offer offer, Duel.Receive poll) {
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

    private double rawPublish() {
        int stream = nextStream++;
        OffsetEpochNanoClock clock = new OffsetEpochNanoClock();
        try (ExclusivePublication publication = rawFirst.addExclusivePublication(channel, stream);
                io.aeron.Subscription subscription = rawSecond.addSubscription(SUBSCRIBER, stream)) {
            awaitConnected(publication);
            int length = sameBytes.capacity();
            return bursts(
                    () -> {
                        sameBytes.putLong(0, clock.nanoTime());
                        return publication.offer(sameBytes, 0, length);
                    },
                    () -> subscription.poll(IGNORE, LIMIT));
        }
    }

    private List<Figure> roundTrips() throws Exception {
        int ping = nextStream++;
        int pong = nextStream++;
        List<AutoCloseable> open = new ArrayList<>();
        try {
            return Duel.roundTrips(
                    "bus.aeron.rtt",
                    new Duel.Contender<>(
                            () -> ourSend(open, buses.first, BusPair.PING),
                            () -> ourReceive(open, buses.first, BusPair.PONG, this::read),
                            () -> {
                                Publisher back =
                                        Opened.in(open, buses.second.publisher(PublisherSpec.fast(BusPair.PONG)));
                                return ourReceive(open, buses.second, BusPair.PING, message -> {
                                    while (back.offer(message.buffer(), message.offset(), message.length()) < 0) {
                                        Thread.onSpinWait();
                                    }
                                    return Verdict.ACCEPT;
                                });
                            }),
                    new Duel.Contender<>(
                            () -> rawSend(open, rawFirst, ping, sameBytes),
                            () -> rawReceive(open, rawFirst, pong, this::readAfterEnvelope),
                            () -> {
                                ExclusivePublication back =
                                        Opened.in(open, rawSecond.addExclusivePublication(channel, pong));
                                return rawReceive(open, rawSecond, ping, (buffer, offset, length, header) -> {
                                    while (back.offer(buffer, offset, length) < 0) {
                                        Thread.onSpinWait();
                                    }
                                });
                            }),
                    quick ? 40 : 200,
                    20_000);
        } finally {
            Opened.closeAll(open);
        }
    }

    private Figure throughput() throws Exception {
        int stream = nextStream++;
        List<AutoCloseable> open = new ArrayList<>();
        try {
            return Duel.throughput(
                    "bus.aeron.throughput",
                    new Duel.Contender<>(
                            null,
                            () -> ourReceive(open, buses.second, BusPair.PING, this::read),
                            () -> ourSend(open, buses.first, BusPair.PING)),
                    new Duel.Contender<>(
                            null,
                            () -> rawReceive(open, rawSecond, stream, this::readPayload),
                            () -> rawSend(open, rawFirst, stream, payload)),
                    quick ? 40 : 200,
                    500_000);
        } finally {
            Opened.closeAll(open);
        }
    }

    /** Whoever receives looks at the payload: to fetch it from the other processor is part of the way of a message. */
    private Verdict read(Message message) {
        seen += message.buffer().getLong(message.offset());
        return Verdict.ACCEPT;
    }

    private void readPayload(DirectBuffer buffer, int offset, int length, Header header) {
        seen += buffer.getLong(offset);
    }

    private void readAfterEnvelope(DirectBuffer buffer, int offset, int length, Header header) {
        seen += buffer.getLong(offset + EnvelopeLayout.LEAN_LENGTH);
    }

    private Duel.Send ourSend(List<AutoCloseable> open, Bus bus, String topic) {
        Publisher publisher = Opened.in(open, bus.publisher(PublisherSpec.fast(topic)));
        return () -> {
            while (publisher.offer(payload, 0, PAYLOAD) < 0) {
                Thread.onSpinWait();
            }
        };
    }

    private static Duel.Receive ourReceive(List<AutoCloseable> open, Bus bus, String topic, MessageHandler handler) {
        Subscription subscription =
                Opened.in(open, bus.subscribe(SubscriptionSpec.fast(topic).lossless(), handler));
        return () -> subscription.poll(LIMIT);
    }

    private Duel.Send rawSend(List<AutoCloseable> open, Aeron aeron, int stream, UnsafeBuffer bytes) {
        ExclusivePublication publication = Opened.in(open, aeron.addExclusivePublication(channel, stream));
        int length = bytes.capacity();
        return () -> {
            while (publication.offer(bytes, 0, length) < 0) {
                Thread.onSpinWait();
            }
        };
    }

    private static Duel.Receive rawReceive(List<AutoCloseable> open, Aeron aeron, int stream, FragmentHandler handler) {
        io.aeron.Subscription subscription = Opened.in(open, aeron.addSubscription(SUBSCRIBER, stream));
        return () -> subscription.poll(handler, LIMIT);
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
        rawFirst.close();
        rawSecond.close();
        buses.close();
        IoUtil.delete(folder.toFile(), true);
    }
}
