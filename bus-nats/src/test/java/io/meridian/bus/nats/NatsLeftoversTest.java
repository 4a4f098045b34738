package io.meridian.bus.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.nats.NatsRig.Heard;
import io.meridian.bus.nats.NatsRig.Resender;
import io.meridian.bus.nats.NatsRig.Taken;
import io.meridian.devservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PullSubscribeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a member that was killed leaves behind on the server. */
@Tag("server")
@Timeout(60)
class NatsLeftoversTest {
    private static final int ALL = 100;
    private static final int DONE_WITH = 10;
    private static final int QUEUED_FROM = 50;

    @TempDir
    Path folder;

    private final Heard heard = new Heard();

    /** As when it was killed while it was given again what one before it had not acknowledged. */
    @Test
    void shouldKeepOrderAndLoseNothingWhenTheServerHasSomeOfItQueuedAlready() throws Exception {
        try (NatsServer server =
                        NatsServer.in(folder).jetStream(folder.resolve("store")).start();
                BusEngine engine = NatsRig.connected(heard, server.url())) {
            NatsRig.durable(engine, "a", "name", false, StartAt.EARLIEST).close();
            NatsRig.confirm(new Resender(NatsRig.publication(engine, "a", Profile.DURABLE), 1), ALL);
            dieInTheMiddle(server.url());
            try (EngineSubscription next = NatsRig.durable(engine, "a", "name", false, StartAt.EARLIEST)) {
                Taken taken = new Taken().takeConfirming(next, ALL - DONE_WITH);
                assertEquals(NatsRig.numbers(DONE_WITH + 1, ALL), taken.numbers);
            }
            assertEquals(List.of(), heard.failures);
        }
    }

    private static void dieInTheMiddle(String url) throws Exception {
        Connection plain = Nats.connect(url);
        try {
            JetStreamSubscription dead =
                    plain.jetStream().subscribe(null, PullSubscribeOptions.bind("MERIDIAN_test", "name"));
            List<Message> messages = dead.fetch(ALL, Duration.ofSeconds(10));
            assertEquals(ALL, messages.size());
            messages.subList(0, DONE_WITH).forEach(Message::ack);
            messages.subList(QUEUED_FROM, ALL).forEach(Message::nak);
            plain.flush(Duration.ofSeconds(10));
        } finally {
            plain.close();
        }
    }
}
