package io.meridian.bus.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.nats.NatsRig.Heard;
import io.meridian.bus.nats.NatsRig.Resender;
import io.meridian.bus.topic.Topic;
import io.meridian.devservers.NatsServer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
@Timeout(120)
class NatsMillionTest {
    private static final long MESSAGES = 1_000_000;
    private static final int KILLS = 4;

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingConfirmedWhenTheServerIsKilledUnderAMillionMessages() {
        Heard heard = new Heard();
        try (NatsServer server =
                NatsServer.in(folder).jetStream(folder.resolve("store")).start()) {
            long confirmedAtLastKill = 0;
            try (BusEngine engine = NatsRig.connected(heard, server.url())) {
                Resender resender = new Resender(NatsRig.publication(engine, "orders.a", Profile.DURABLE), 1);
                for (int kill = 1; kill <= KILLS; kill++) {
                    publish(resender, MESSAGES / (KILLS + 1) * kill);
                    server.kill();
                    confirmedAtLastKill = resender.confirmed();
                    server.start();
                }
                publish(resender, MESSAGES);
                assertTrue(confirmedAtLastKill > MESSAGES / 2, "confirmed=" + confirmedAtLastKill);
            }
            server.kill();
            server.start();
            try (BusEngine engine = NatsRig.connected(heard, server.url());
                    EngineSubscription all = NatsRig.durable(engine, "orders.*", null, false, StartAt.EARLIEST)) {
                Counter counter = new Counter();
                NatsRig.until(
                        () -> {
                            while (all.poll(counter, 256) > 0) {
                                all.confirm(counter.position);
                            }
                            all.await(10_000_000L);
                            return counter.last == MESSAGES;
                        },
                        () -> "read up to " + counter.last);
                assertEquals(0, counter.outOfOrder);
            }
        }
    }

    private static void publish(Resender resender, long upTo) {
        NatsRig.until(
                () -> {
                    // Stops in the middle of what is on its way, save at the very end.
                    resender.sendUpTo(Math.min(MESSAGES, upTo + 2000));
                    return resender.confirmed() >= upTo;
                },
                () -> "confirmed=" + resender.confirmed() + " of " + upTo);
    }

    /** Every number must come once, in order. */
    private static final class Counter implements FrameHandler {
        long last;
        long outOfOrder;
        long position;

        @Override
        public void onFrame(DirectBuffer frame, int offset, int length, Topic topic, long at, boolean repeated) {
            long number = frame.getLong(offset + NatsRig.HEADER, ByteOrder.LITTLE_ENDIAN);
            if (number != last + 1) {
                outOfOrder++;
            }
            last = number;
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
            throw new AssertionError("frames of NATS are in one piece");
        }
    }
}
