package io.meridian.bus.nats;

import static org.junit.jupiter.api.Assertions.fail;

import io.meridian.bus.delivery.Overflow;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineListener;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.envelope.EnvelopeWriter;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** Opens engines, makes frames and takes them apart, and waits for conditions. */
final class NatsRig {
    static final int HEADER = 60;
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private NatsRig() {}

    /** Remembers what an engine tells. */
    static final class Heard implements EngineListener {
        final AtomicInteger connected = new AtomicInteger();
        final List<String> lost = new CopyOnWriteArrayList<>();
        final List<String> failures = new CopyOnWriteArrayList<>();

        @Override
        public void onConnected() {
            connected.incrementAndGet();
        }

        @Override
        public void onConnectionLost(String reason) {
            lost.add(reason);
        }

        @Override
        public void onFailure(EngineException failure) {
            failures.add(failure.getMessage());
        }

        String failure() {
            until(() -> !failures.isEmpty(), () -> "no failure was told; lost=" + lost);
            return failures.getFirst();
        }
    }

    static Settings settings(String url, String... more) {
        Map<String, String> values = new HashMap<>();
        values.put("nats.url", url);
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return Settings.of(List.of(NatsSettings.SCHEMA), values);
    }

    static BusEngine open(Heard heard, String url, String... more) {
        return openDeployment("test", heard, url, more);
    }

    static BusEngine openDeployment(String deployment, Heard heard, String url, String... more) {
        return new NatsBusEngineProvider()
                .open(new EngineContext(deployment, settings(url, more), new SystemEpochNanoClock(), heard));
    }

    static BusEngine connected(Heard heard, String url, String... more) {
        BusEngine engine = open(heard, url, more);
        until(engine::isConnected, () -> "not connected; lost=" + heard.lost + " failures=" + heard.failures);
        return engine;
    }

    static EnginePublication publication(BusEngine engine, String topic, Profile profile) {
        return engine.publication(new PublicationRequest(Topic.of(topic), profile, null));
    }

    static EngineSubscription fast(BusEngine engine, String pattern, String group) {
        return engine.subscription(new SubscriptionRequest(
                TopicPattern.of(pattern),
                Profile.FAST,
                group,
                group != null,
                StartAt.LATEST,
                Overflow.LOSSY,
                1000,
                100));
    }

    static EngineSubscription durable(BusEngine engine, String pattern, String name, boolean shared, StartAt start) {
        return engine.subscription(new SubscriptionRequest(
                TopicPattern.of(pattern), Profile.DURABLE, name, shared, start, Overflow.LOSSLESS, 1000, 256));
    }

    /** Makes frames whose payload is their number. */
    static final class Frames {
        private final EnvelopeWriter envelope;
        private final UnsafeBuffer payload = new UnsafeBuffer(new byte[16]);

        Frames(int source) {
            envelope = new EnvelopeWriter(Topic.of("a"), source, 0, 0, "");
        }

        long offer(EnginePublication publication, long number) {
            UnsafeBuffer header = envelope.write(false, 0, number, 1, 1, 1);
            payload.putLong(8, number, ByteOrder.LITTLE_ENDIAN);
            return publication.offer(header, header.capacity(), payload, 8, 8);
        }
    }

    /** Publishes in order, and offers again what a new session may have lost, as the bus does. */
    static final class Resender {
        private final EnginePublication publication;
        private final Frames frames;
        private final Map<Long, Long> positions = new HashMap<>();
        private int session;
        private long next;
        private long confirmed;

        Resender(EnginePublication publication, int source) {
            this.publication = publication;
            frames = new Frames(source);
            session = publication.session();
        }

        long confirmed() {
            service();
            return confirmed;
        }

        /** Sends what is not yet sent up to this number, as far as the engine takes it. */
        void sendUpTo(long last) {
            service();
            while (next < last) {
                long position = frames.offer(publication, next + 1);
                if (position < 0) {
                    return;
                }
                next++;
                positions.put(next, position);
            }
        }

        private void service() {
            int current = publication.session();
            if (current != session) {
                session = current;
                next = confirmed;
                positions.clear();
            }
            long reached = publication.confirmedPosition();
            while (confirmed < next && positions.get(confirmed + 1) <= reached) {
                positions.remove(++confirmed);
            }
        }
    }

    /** Takes frames in, by number. */
    static final class Taken implements FrameHandler {
        final List<Long> numbers = new ArrayList<>();
        final List<String> topics = new ArrayList<>();
        final List<Boolean> repeats = new ArrayList<>();
        long position;

        @Override
        public void onFrame(DirectBuffer frame, int offset, int length, Topic topic, long at, boolean repeated) {
            if (length != HEADER + 8) {
                fail("length=" + length);
            }
            numbers.add(frame.getLong(offset + HEADER, ByteOrder.LITTLE_ENDIAN));
            topics.add(topic.name());
            repeats.add(repeated);
            if (at <= position) {
                fail("position=" + at + " after " + position);
            }
            position = at;
        }

        @Override
        public void onFrame(
                DirectBuffer header,
                int headerOffset,
                int headerLength,
                DirectBuffer payload,
                int payloadOffset,
                int payloadLength,
                Topic topic,
                long at,
                boolean repeated) {
            fail("frames of NATS are in one piece");
        }

        /** Polls until so many were taken in all. */
        Taken take(EngineSubscription subscription, int count) {
            until(
                    () -> {
                        if (subscription.poll(this, count - numbers.size()) == 0) {
                            subscription.await(10_000_000L);
                        }
                        return numbers.size() >= count;
                    },
                    () -> "taken " + numbers.size() + " of " + count);
            return this;
        }

        /** As {@link #take}, confirming as it goes. */
        Taken takeConfirming(EngineSubscription subscription, int count) {
            until(
                    () -> {
                        if (subscription.poll(this, Math.min(50, count - numbers.size())) == 0) {
                            subscription.await(10_000_000L);
                        }
                        subscription.confirm(position);
                        return numbers.size() >= count;
                    },
                    () -> "taken " + numbers.size() + " of " + count);
            return this;
        }
    }

    /** Publishes up to this number and waits until all is confirmed. */
    static void confirm(Resender resender, long upTo) {
        until(
                () -> {
                    resender.sendUpTo(upTo);
                    return resender.confirmed() == upTo;
                },
                () -> "confirmed=" + resender.confirmed() + " of " + upTo);
    }

    static List<Long> numbers(long first, long last) {
        List<Long> numbers = new ArrayList<>();
        for (long number = first; number <= last; number++) {
            numbers.add(number);
        }
        return numbers;
    }

    static void until(BooleanSupplier condition, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                fail("not within " + PATIENCE + ": " + otherwise.get());
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
    }
}
