package io.meridian.sidecar.echo;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.bus.topic.Topic;
import java.util.EnumSet;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Gives each subscription back what this same bus published, without allocating: measures all but an engine. */
public final class EchoEngineProvider implements BusEngineProvider {
    private static final Capabilities CAPABILITIES = new Capabilities(
            "echo", EnumSet.allOf(Capability.class), Map.of(), AckLevel.STORED, AckLevel.STORED, 1 << 20);

    /** For {@code ServiceLoader}. */
    public EchoEngineProvider() {}

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public SettingsSchema settings() {
        return SettingsSchema.ofEngine("Echo engine");
    }

    @Override
    public Capabilities capabilities(Settings settings) {
        return CAPABILITIES;
    }

    @Override
    public BusEngine open(EngineContext context) {
        context.listener().onConnected();
        return new Echo();
    }

    private static final class Echo implements BusEngine {
        private static final int FRAMES = 1024;
        private static final int LONGEST = 1024;

        private final UnsafeBuffer log = new UnsafeBuffer(new byte[FRAMES * LONGEST]);
        private final int[] lengths = new int[FRAMES];
        private long position;
        private long seen;

        private static int at(long position) {
            return (int) position & FRAMES - 1;
        }

        @Override
        public Capabilities capabilities() {
            return CAPABILITIES;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public EnginePublication publication(PublicationRequest request) {
            return new EnginePublication() {
                @Override
                public TopicNaming naming() {
                    return TopicNaming.IN_ENVELOPE;
                }

                @Override
                public long offer(DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
                    if (position - seen == FRAMES) {
                        return PublishResult.BACK_PRESSURED;
                    }
                    int start = at(++position) * LONGEST;
                    log.putBytes(start, header, 0, headerLength);
                    log.putBytes(start + headerLength, payload, offset, length);
                    lengths[at(position)] = headerLength + length;
                    return position;
                }

                @Override
                public long confirmedPosition() {
                    return position;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public EngineSubscription subscription(SubscriptionRequest request) {
            Topic topic = request.pattern().topic();
            return new EngineSubscription() {
                @Override
                public int poll(FrameHandler handler, int limit) {
                    int count = 0;
                    while (seen < position && count < limit) {
                        seen++;
                        handler.onFrame(log, at(seen) * LONGEST, lengths[at(seen)], topic, seen, false);
                        count++;
                    }
                    return count;
                }

                @Override
                public void confirm(long upTo) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}
