package io.meridian.benchmarks;

import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.devservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** NATS, fast profile: the bus beside jnats on the same server, with the same subjects and bodies. */
final class NatsBench implements AutoCloseable {
    private static final int PAYLOAD = 100;
    private static final int LIMIT = 256;
    private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration WAIT = Duration.ofNanos(WAIT_NS);

    private final boolean quick;
    private final NatsServer server;
    private final BusPair buses;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
    private final Message pingSample;
    private final Message pongSample;

    NatsBench(boolean quick) throws Exception {
        this.quick = quick;
        Path folder = Files.createTempDirectory("meridian-bench-nats-");
        server = NatsServer.in(folder).start();
        buses = new BusPair(Map.of("bus.backend", "nats", "bus.deployment", "bench", "nats.url", server.url()));
        pingSample = sample(BusPair.PING);
        pongSample = sample(BusPair.PONG);
    }

    /** What the bus really sends, to be sent again by the raw client. */
    @SuppressWarnings("try") // closing waits, and may be interrupted: nobody does here
    private Message sample(String topic) throws Exception {
        try (Connection connection = Nats.connect(server.url());
                Publisher publisher = buses.first.publisher(PublisherSpec.fast(topic))) {
            io.nats.client.Subscription all = connection.subscribe(">");
            connection.flush(Duration.ofSeconds(5));
            while (true) {
                publisher.offer(payload, 0, PAYLOAD);
                Message message = all.nextMessage(WAIT);
                if (message != null && message.getSubject().endsWith(topic)) {
                    return message;
                }
            }
        }
    }

    void measure(Pairs pairs, Consumer<Figure> report) throws Exception {
        List<Double> ourTails = new ArrayList<>();
        List<Double> rawTails = new ArrayList<>();
        report.accept(pairs.compare(
                "bus.nats.rtt.p50",
                "us",
                () -> RoundTrip.medianAndTailUs(ourRoundTrip(), ourTails),
                () -> RoundTrip.medianAndTailUs(rawRoundTrip(), rawTails)));
        report.accept(Tails.figure("bus.nats.rtt.p99", "us", ourTails, rawTails));
        report.accept(pairs.compare("bus.nats.throughput", "msg/s", this::ourThroughput, this::rawThroughput));
    }

    private int rounds() {
        return quick ? 5_000 : 20_000;
    }

    private org.HdrHistogram.Histogram ourRoundTrip() throws Exception {
        return RoundTrip.overBus(buses, payload, PAYLOAD, rounds());
    }

    private org.HdrHistogram.Histogram rawRoundTrip() throws Exception {
        List<AutoCloseable> open = new ArrayList<>();
        try {
            return PingPong.measure(
                    () -> {
                        Connection connection = Opened.in(open, Nats.connect(server.url()));
                        io.nats.client.Subscription pong = connection.subscribe(pongSample.getSubject());
                        connection.flush(Duration.ofSeconds(5));
                        return new PingPong.Asker(
                                () -> connection.publish(pingSample.getSubject(), pingSample.getData()),
                                () -> pong.nextMessage(WAIT) == null ? 0 : 1);
                    },
                    () -> {
                        Connection connection = Opened.in(open, Nats.connect(server.url()));
                        io.nats.client.Subscription ping = connection.subscribe(pingSample.getSubject());
                        connection.flush(Duration.ofSeconds(5));
                        return () -> {
                            Message message = ping.nextMessage(WAIT);
                            if (message != null) {
                                connection.publish(pongSample.getSubject(), message.getData());
                            }
                            return 1;
                        };
                    },
                    rounds() / 4,
                    rounds());
        } finally {
            Opened.closeAll(open);
        }
    }

    private long messages() {
        return quick ? 300_000 : 1_000_000;
    }

    private double ourThroughput() throws Exception {
        try (Publisher publisher = buses.first.publisher(PublisherSpec.fast(BusPair.PING))) {
            AtomicLong received = new AtomicLong();
            try (Subscription subscription = buses.second.subscribe(SubscriptionSpec.fast(BusPair.PING), message -> {
                received.lazySet(received.getPlain() + 1);
                return Verdict.ACCEPT;
            })) {
                return Windowed.messagesPerSecond(
                        messages(),
                        received,
                        () -> publisher.offer(payload, 0, PAYLOAD) > 0,
                        () -> subscription.poll(LIMIT, WAIT_NS));
            }
        }
    }

    @SuppressWarnings("try")
    private double rawThroughput() throws Exception {
        try (Connection publishing = Nats.connect(server.url());
                Connection receiving = Nats.connect(server.url())) {
            AtomicLong received = new AtomicLong();
            io.nats.client.Subscription subscription = receiving.subscribe(pingSample.getSubject());
            receiving.flush(Duration.ofSeconds(5));
            byte[] body = pingSample.getData();
            return Windowed.messagesPerSecond(
                    messages(),
                    received,
                    () -> {
                        publishing.publish(pingSample.getSubject(), body);
                        return true;
                    },
                    () -> {
                        if (subscription.nextMessage(WAIT) != null) {
                            received.lazySet(received.getPlain() + 1);
                        }
                        return 1;
                    });
        }
    }

    @Override
    public void close() {
        buses.close();
        server.close();
    }
}
