package io.meridian.bus.aeron;

import io.meridian.bus.delivery.Overflow;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
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
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** Opens engines on the SPI for tests. Frames are an 8-byte number as header, and a payload. */
final class Rig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, String> settings = new HashMap<>();
    private final List<BusEngine> engines = new ArrayList<>();
    private final UnsafeBuffer header = new UnsafeBuffer(new byte[Long.BYTES]);
    private final String deployment;
    final Events events = new Events();

    /** Collects what engines say of themselves. */
    static final class Events implements EngineListener {
        final List<String> all = new CopyOnWriteArrayList<>();
        final List<EngineException> failures = new CopyOnWriteArrayList<>();

        @Override
        public void onConnected() {
            all.add("connected");
        }

        @Override
        public void onConnectionLost(String reason) {
            all.add("lost: " + reason);
        }

        @Override
        public void onFailure(EngineException failure) {
            failures.add(failure);
            all.add("failure: " + failure.getMessage());
        }
    }

    /** Collects the numbers in front of frames. */
    static class Collector implements FrameHandler {
        final List<Long> numbers = new ArrayList<>();
        final List<Integer> lengths = new ArrayList<>();
        long lastPosition;

        @Override
        public void onFrame(DirectBuffer frame, int offset, int length, Topic topic, long position, boolean repeated) {
            numbers.add(frame.getLong(offset));
            lengths.add(length);
            if (position <= lastPosition) {
                throw new AssertionError("position=" + position + " after " + lastPosition);
            }
            lastPosition = position;
        }

        @Override
        public void onFrame(
                DirectBuffer h,
                int headerOffset,
                int headerLength,
                DirectBuffer payload,
                int payloadOffset,
                int payloadLength,
                Topic topic,
                long position,
                boolean repeated) {
            throw new AssertionError("frames come in one piece");
        }
    }

    Rig(Path folder) {
        deployment = "t" + Long.toHexString(System.nanoTime());
        with("aeron.archive.dir", folder.resolve("archive").toString());
        with("aeron.archive.segment.length", "1m");
    }

    Rig with(String name, String value) {
        settings.put(name, value);
        return this;
    }

    String deployment() {
        return deployment;
    }

    Map<String, String> values() {
        return settings;
    }

    Settings settings() {
        return Settings.of(List.of(AeronSettings.SCHEMA), settings);
    }

    AeronOptions options() {
        return AeronSettings.read(deployment, settings());
    }

    BusEngine open() {
        BusEngine engine = new AeronEngineProvider()
                .open(new EngineContext(deployment, settings(), new SystemEpochNanoClock(), events));
        engines.add(engine);
        return engine;
    }

    BusEngine openConnected() {
        BusEngine engine = open();
        await(engine::isConnected, () -> "connection; " + events.all);
        return engine;
    }

    static EnginePublication publication(BusEngine engine, Profile profile, String topic) {
        return engine.publication(new PublicationRequest(Topic.of(topic), profile, Thread.currentThread()));
    }

    static EngineSubscription subscribe(BusEngine engine, Profile profile, String pattern, Overflow overflow) {
        return subscribe(engine, profile, pattern, overflow, null, StartAt.EARLIEST);
    }

    static EngineSubscription subscribe(
            BusEngine engine, Profile profile, String pattern, Overflow overflow, String name, StartAt start) {
        return engine.subscription(
                new SubscriptionRequest(TopicPattern.of(pattern), profile, name, false, start, overflow, 1024, 1024));
    }

    long offer(EnginePublication publication, long number, int payloadLength) {
        header.putLong(0, number);
        return publication.offer(header, Long.BYTES, new UnsafeBuffer(new byte[payloadLength]), 0, payloadLength);
    }

    /** Offers until taken; asks for the session as the bus does. */
    long publish(EnginePublication publication, long number, int payloadLength) {
        long[] result = new long[1];
        await(
                () -> {
                    publication.session();
                    result[0] = offer(publication, number, payloadLength);
                    return result[0] >= 0;
                },
                () -> "number=" + number + " to be taken, last " + PublishResult.toString(result[0]) + "; "
                        + events.all);
        return result[0];
    }

    Collector pollUntil(EngineSubscription subscription, int count) {
        Collector collector = new Collector();
        await(
                () -> {
                    subscription.poll(collector, 64);
                    return collector.numbers.size() >= count;
                },
                () -> count + " frames, got " + collector.numbers.size() + "; " + events.all);
        return collector;
    }

    static void await(BooleanSupplier condition, String what) {
        await(condition, () -> what);
    }

    static void await(BooleanSupplier condition, Supplier<String> what) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("waited in vain for " + what.get());
            }
            LockSupport.parkNanos(50_000);
        }
    }

    @Override
    public void close() {
        engines.forEach(BusEngine::close);
    }
}
