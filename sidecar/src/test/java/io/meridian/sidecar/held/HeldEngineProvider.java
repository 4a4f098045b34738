package io.meridian.sidecar.held;

import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.memory.InMemoryEngineProvider;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.bus.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/** The engine in memory, which acknowledges nothing while a file exists, and may lose every second message. */
public final class HeldEngineProvider implements BusEngineProvider {
    private static final Setting<Path> WHILE = Setting.path("held.while", "A file.");
    private static final Setting<Boolean> LOSES =
            Setting.bool("held.loses", "Loses every second message.").defaultsTo(false);

    private final BusEngineProvider memory = new InMemoryEngineProvider();

    /** For {@code ServiceLoader}. */
    public HeldEngineProvider() {}

    @Override
    public String name() {
        return "held";
    }

    @Override
    public SettingsSchema settings() {
        return SettingsSchema.ofEngine("Held engine", WHILE, LOSES);
    }

    @Override
    public Capabilities capabilities(Settings settings) {
        return memory.capabilities(settings);
    }

    @Override
    public BusEngine open(EngineContext context) {
        return new Held(
                memory.open(context),
                context.settings().get(WHILE),
                context.settings().get(LOSES));
    }

    private record Held(BusEngine memory, Path file, boolean loses) implements BusEngine {
        @Override
        public Capabilities capabilities() {
            return memory.capabilities();
        }

        @Override
        public boolean isConnected() {
            return memory.isConnected();
        }

        @Override
        public EnginePublication publication(PublicationRequest request) {
            EnginePublication publication = memory.publication(request);
            return request.profile() == Profile.FAST ? publication : new HeldPublication(publication, file);
        }

        @Override
        public EngineSubscription subscription(SubscriptionRequest request) {
            EngineSubscription subscription = memory.subscription(request);
            return loses ? new LossySubscription(subscription) : subscription;
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    private static final class LossySubscription implements EngineSubscription {
        private final EngineSubscription subscription;
        private long count;

        LossySubscription(EngineSubscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public int poll(FrameHandler handler, int limit) {
            FrameHandler everySecond = new FrameHandler() {
                @Override
                public void onFrame(
                        DirectBuffer frame, int offset, int length, Topic topic, long position, boolean repeated) {
                    if (++count % 2 == 1) {
                        handler.onFrame(frame, offset, length, topic, position, repeated);
                    }
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
                    throw new UnsupportedOperationException("frames of this engine are in one piece");
                }
            };
            return subscription.poll(everySecond, limit);
        }

        @Override
        public void confirm(long position) {
            subscription.confirm(position);
        }

        @Override
        public void close() {
            subscription.close();
        }
    }

    private static final class HeldPublication implements EnginePublication {
        private final EnginePublication publication;
        private final Path file;
        private long confirmed = -1;

        HeldPublication(EnginePublication publication, Path file) {
            this.publication = publication;
            this.file = file;
        }

        @Override
        public TopicNaming naming() {
            return publication.naming();
        }

        @Override
        public long offer(DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
            return publication.offer(header, headerLength, payload, offset, length);
        }

        @Override
        public long confirmedPosition() {
            if (!Files.exists(file)) {
                confirmed = publication.confirmedPosition();
            }
            return confirmed;
        }

        @Override
        public void close() {
            publication.close();
        }
    }
}
