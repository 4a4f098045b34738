package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.MessageHandler;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One run of one scenario: opens buses, publishers and probes, and closes them all. Its topics and payloads carry an id of
 * their own, so that what an earlier run left behind is neither received nor counted.
 */
final class Run implements AutoCloseable {
    private static final int IDLE_MAX_NS = 1_000_000;

    private final EngineFixture fixture;
    private final String id = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    private final RecordingListener listener = new RecordingListener();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private Run(EngineFixture fixture) {
        this.fixture = fixture;
    }

    static Run of(EngineFixture fixture) {
        return new Run(fixture);
    }

    /** With a profile that the engine must have, else the scenario is skipped. */
    static Run of(EngineFixture fixture, Profile profile) {
        Run run = new Run(fixture);
        run.needs(profile == Profile.FAST ? Capability.FAST : Capability.DURABLE);
        return run;
    }

    /** Skips the scenario unless the engine declares all of them. */
    Run needs(Capability... capabilities) {
        Capabilities can = capabilities();
        for (Capability capability : capabilities) {
            assumeTrue(
                    can.has(capability),
                    () -> "engine=" + can.engine() + " declares that it lacks " + capability + ": "
                            + can.limits().get(capability));
        }
        return this;
    }

    /** The server, or the scenario is skipped. */
    ServerControl server() {
        assumeTrue(
                fixture.server().isPresent(),
                () -> "engine=" + fixture.engine() + " has no server that the suite could stop");
        return fixture.server().orElseThrow();
    }

    /** The way through the proxy, or the scenario is skipped. */
    EngineFixture.ProxiedWay way() {
        assumeTrue(
                fixture.throughProxy().isPresent(),
                () -> "engine=" + fixture.engine() + " has no TCP connection that the suite could cut");
        return fixture.throughProxy().orElseThrow();
    }

    Capabilities capabilities() {
        return Buses.capabilities(fixture);
    }

    Duration patience() {
        return fixture.patience();
    }

    Duration recovery() {
        return fixture.recoveryPatience();
    }

    String id() {
        return id;
    }

    /** What all buses of this run told. */
    RecordingListener listener() {
        return listener;
    }

    /** A topic nobody else uses. */
    String topic(String end) {
        return "platform.data.kit." + id + "." + end;
    }

    /** A name for groups and durable subscriptions nobody else uses. */
    String name(String end) {
        return "kit-" + id + "-" + end;
    }

    /** A connected bus. */
    Bus bus() {
        Bus bus = open(context());
        bus.awaitConnected(patience().toNanos());
        return bus;
    }

    /** The fixture's settings. */
    Map<String, String> settings() {
        return fixture.settings();
    }

    /** For a bus opened by the scenario itself. */
    BusContext context() {
        return context(fixture.settings(), Map.of());
    }

    BusContext context(Map<String, String> engineSettings, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(engineSettings);
        settings.put("bus.backend", fixture.engine());
        settings.putIfAbsent("bus.deployment", "kit");
        settings.putAll(more);
        return new BusContext()
                .settings(settings)
                .unrestricted()
                .idleStrategy(() -> new org.agrona.concurrent.SleepingIdleStrategy(IDLE_MAX_NS))
                .listener(listener);
    }

    /** Not necessarily connected. Closed with this run. */
    Bus open(BusContext context) {
        return keep(Bus.open(context));
    }

    <T extends AutoCloseable> T keep(T part) {
        synchronized (opened) {
            opened.push(part);
        }
        return part;
    }

    PublisherSpec publication(Profile profile, String topic) {
        return profile == Profile.FAST ? PublisherSpec.fast(topic) : PublisherSpec.durable(topic);
    }

    Publisher publisher(Bus bus, Profile profile, String topic) {
        return bus.publisher(publication(profile, topic));
    }

    /** Live, and losing nothing where the engine can promise it. */
    SubscriptionSpec subscription(Profile profile, String pattern) {
        if (profile == Profile.DURABLE) {
            return SubscriptionSpec.durable(pattern);
        }
        SubscriptionSpec fast = SubscriptionSpec.fast(pattern);
        return capabilities().has(Capability.FAST_LOSSLESS) ? fast.lossless() : fast;
    }

    /** Accepts everything on a thread of its own. */
    Probe probe(Bus bus, SubscriptionSpec spec) {
        return probe(bus, spec, message -> Verdict.ACCEPT);
    }

    Probe probe(Bus bus, SubscriptionSpec spec, MessageHandler verdicts) {
        return keep(Probe.pumped(bus, spec, patience(), verdicts));
    }

    /** Polled only by the scenario. */
    Probe stepped(Bus bus, SubscriptionSpec spec, MessageHandler verdicts) {
        return keep(Probe.stepped(bus, spec, patience(), verdicts));
    }

    /** The text every payload of this run begins with. */
    String text(Object what) {
        return id + " " + what;
    }

    /** Publishes {@code text(what)}, trying again while the engine cannot take it. Returns the sequence. */
    long publish(Publisher publisher, Object what) {
        return publish(publisher, bytes(text(what)), patience());
    }

    /** Publishes {@code text(first)} to {@code text(last)}. */
    void publishAll(Publisher publisher, int first, int last) {
        for (int i = first; i <= last; i++) {
            publish(publisher, i);
        }
    }

    long publish(Publisher publisher, byte[] payload, Duration ownPatience) {
        UnsafeBuffer buffer = new UnsafeBuffer(payload);
        long[] result = {publisher.offer(buffer, 0, payload.length)};
        if (result[0] <= 0) {
            Await.within(ownPatience)
                    .showing(() -> PublishResult.toString(result[0]) + "; told: " + listener.events())
                    .until("a message on " + publisher.topic() + " to be taken", () -> {
                        result[0] = publisher.offer(buffer, 0, payload.length);
                        if (result[0] == PublishResult.CLOSED
                                || result[0] == PublishResult.TOO_LARGE
                                || result[0] == PublishResult.DENIED) {
                            throw new AssertionError(
                                    publisher.topic() + " refused for good: " + PublishResult.toString(result[0]));
                        }
                        return result[0] > 0;
                    });
        }
        return result[0];
    }

    /** Waits until everything this publisher had accepted is confirmed. */
    void confirmAll(Publisher publisher, Duration ownPatience) {
        Await.within(ownPatience)
                .showing(() -> publisher.confirmed() + " of " + publisher.sequence() + "; told: " + listener.events())
                .until(
                        "all messages on " + publisher.topic() + " to be confirmed",
                        () -> publisher.confirmed() >= publisher.sequence());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Closes everything in reverse order, and fails if something does not close. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (true) {
            AutoCloseable next;
            synchronized (opened) {
                next = opened.poll();
            }
            if (next == null) {
                break;
            }
            try {
                next.close();
            } catch (Exception e) {
                RuntimeException wrapped = new IllegalStateException("closing " + next + " failed: " + e, e);
                if (failure == null) {
                    failure = wrapped;
                } else {
                    failure.addSuppressed(wrapped);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
