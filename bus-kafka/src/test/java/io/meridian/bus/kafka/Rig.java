package io.meridian.bus.kafka;

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
import io.meridian.bus.envelope.EnvelopeReader;
import io.meridian.bus.envelope.EnvelopeWriter;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.testkit.Await;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** An engine on a broker, driven through the SPI, with what it tells of itself. */
final class Rig implements AutoCloseable, EngineListener {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final List<String> failures = new CopyOnWriteArrayList<>();
    final List<String> losses = new CopyOnWriteArrayList<>();
    final List<String> connections = new CopyOnWriteArrayList<>();
    final String deployment;
    final BusEngine engine;

    Rig(String bootstrap, String... settings) {
        this(bootstrap, "t" + UUID.randomUUID().toString().substring(0, 8), List.of(settings));
    }

    Rig(String bootstrap, String deployment, List<String> settings) {
        this.deployment = deployment;
        Map<String, String> values = new HashMap<>(Map.of("kafka.bootstrap", bootstrap));
        for (int i = 0; i < settings.size(); i += 2) {
            values.put(settings.get(i), settings.get(i + 1));
        }
        KafkaEngineProvider provider = new KafkaEngineProvider();
        Settings parsed = Settings.of(List.of(provider.settings()), values);
        engine = provider.open(new EngineContext(deployment, parsed, new SystemEpochNanoClock(), this));
    }

    Rig connected() {
        Await.within(PATIENCE).showing(this::told).until("a connection", engine::isConnected);
        return this;
    }

    String told() {
        return "failures=" + failures + " losses=" + losses + " connections=" + connections.size();
    }

    Writer writer(String topic, Profile profile) {
        return new Writer(this, Topic.of(topic), profile);
    }

    Reader fast(String pattern) {
        return reader(new SubscriptionRequest(
                TopicPattern.of(pattern), Profile.FAST, null, false, StartAt.LATEST, Overflow.LOSSLESS, 1000, 1000));
    }

    Reader durable(String pattern, String name, StartAt start) {
        return reader(new SubscriptionRequest(
                TopicPattern.of(pattern), Profile.DURABLE, name, false, start, Overflow.LOSSLESS, 1000, 1000));
    }

    Reader shared(String pattern, Profile profile, String name, StartAt start) {
        return reader(new SubscriptionRequest(
                TopicPattern.of(pattern), profile, name, true, start, Overflow.LOSSLESS, 1000, 1000));
    }

    Reader reader(SubscriptionRequest request) {
        return new Reader(engine.subscription(request));
    }

    @Override
    public void onConnected() {
        connections.add("connected");
    }

    @Override
    public void onConnectionLost(String reason) {
        losses.add(reason);
    }

    @Override
    public void onFailure(EngineException failure) {
        failures.add(failure.getMessage());
    }

    @Override
    public void close() {
        engine.close();
    }

    /** Publishes texts, keeping what the session demands. */
    static final class Writer {
        final EnginePublication publication;
        private final Rig rig;
        private final EnvelopeWriter envelope;
        private final UnsafeBuffer payload = new UnsafeBuffer(new byte[0]);
        /** Of the present: a broker that starts again forgets producers whose last record is a day old. */
        final long firstNs = SystemEpochNanoClock.INSTANCE.nanoTime();

        long sequence;

        Writer(Rig rig, Topic topic, Profile profile) {
            this.rig = rig;
            publication = rig.engine.publication(new PublicationRequest(topic, profile, this));
            envelope = new EnvelopeWriter(topic, 7, 3, 1, "text/plain");
        }

        long offer(String text) {
            payload.wrap(text.getBytes(StandardCharsets.US_ASCII));
            UnsafeBuffer header = envelope.write(false, 0, sequence + 1, firstNs + sequence, 5, 6);
            long result = publication.offer(header, header.capacity(), payload, 0, payload.capacity());
            if (result >= 0) {
                sequence++;
            }
            return result;
        }

        long publish(String text) {
            long[] result = {-1};
            Await.within(PATIENCE).showing(() -> result[0] + " " + rig.told()).until("an accepted offer", () -> {
                result[0] = offer(text);
                return result[0] >= 0;
            });
            return result[0];
        }

        Writer publish(String prefix, int from, int to) {
            for (int i = from; i < to; i++) {
                publish(prefix + i);
            }
            return this;
        }

        Writer confirmed() {
            Await.within(PATIENCE)
                    .showing(() -> publication.confirmedPosition() + " of " + sequence + " " + rig.told())
                    .until("all confirmed", () -> publication.confirmedPosition() >= sequence);
            return this;
        }
    }

    /** Collects texts. */
    final class Reader implements FrameHandler, AutoCloseable {
        final EngineSubscription subscription;
        final List<String> texts = new ArrayList<>();
        final List<String> topics = new ArrayList<>();
        private final EnvelopeReader reader = new EnvelopeReader();
        long lastPosition;

        Reader(EngineSubscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onFrame(DirectBuffer frame, int offset, int length, Topic topic, long position, boolean repeated) {
            throw new AssertionError("this engine keeps the envelope apart");
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
                long position,
                boolean repeated) {
            if (position <= lastPosition) {
                throw new AssertionError("position=" + position + " does not grow");
            }
            String wrong = reader.wrap(header, headerOffset, headerLength);
            if (wrong != null || reader.topicHash() != topic.hash()) {
                throw new AssertionError(wrong + " " + topic);
            }
            lastPosition = position;
            topics.add(topic.name());
            texts.add(payload.getStringWithoutLengthAscii(payloadOffset, payloadLength));
        }

        int poll() {
            return subscription.poll(this, 100);
        }

        /** Reads until there are so many. */
        List<String> read(int count) {
            Await.within(PATIENCE)
                    .showing(() -> texts.size() + " messages, " + told())
                    .doing(this::step, count + " messages", () -> texts.size() >= count);
            return texts;
        }

        int step() {
            int count = poll();
            if (count == 0) {
                subscription.await(10_000_000);
            }
            return count;
        }

        Reader confirmAll() {
            subscription.confirm(lastPosition);
            return this;
        }

        @Override
        public void close() {
            subscription.close();
        }
    }
}
