package io.meridian.bus.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.nats.NatsRig.Frames;
import io.meridian.bus.nats.NatsRig.Heard;
import io.meridian.bus.nats.NatsRig.Resender;
import io.meridian.bus.nats.NatsRig.Taken;
import io.meridian.bus.setting.SettingsException;
import io.meridian.devservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told when something is wrong, and that the engine goes on once it is right. */
@Tag("server")
@Timeout(60)
class NatsTroubleTest {
    @TempDir
    Path folder;

    private final Heard heard = new Heard();

    @Test
    void shouldSayWhatToTurnOnWhenTheServerHasNoJetStream() {
        try (NatsServer server = NatsServer.in(folder).start();
                BusEngine engine = NatsRig.connected(heard, server.url())) {
            String published = assertThrows(
                            EngineException.class, () -> NatsRig.publication(engine, "a", Profile.DURABLE))
                    .getMessage();
            assertTrue(published.contains("jetstream { store_dir"), published);
            String subscribed = assertThrows(
                            EngineException.class, () -> NatsRig.durable(engine, "a", null, false, StartAt.EARLIEST))
                    .getMessage();
            assertTrue(subscribed.contains("jetstream { store_dir"), subscribed);
        }
    }

    @Test
    void shouldTellThatJetStreamIsMissingWhenOpenedBeforeTheServer() {
        NatsServer server = NatsServer.in(folder).build();
        try (server;
                BusEngine engine = NatsRig.open(heard, server.url())) {
            EnginePublication publication = NatsRig.publication(engine, "a", Profile.DURABLE);
            server.start();
            String text = heard.failure();
            assertTrue(text.contains("jetstream { store_dir"), text);
            assertTrue(new Frames(1).offer(publication, 1) < 0);
        }
    }

    @Test
    void shouldNameTheLoginWhenItIsRefused() {
        try (NatsServer server = NatsServer.in(folder).login("good", "secret").start();
                BusEngine engine = NatsRig.open(heard, server.url(), "nats.user", "bad", "nats.password", "hidden")) {
            String text = heard.failure();
            assertTrue(text.contains("refused the login with nats.user=bad"), text);
            assertFalse(text.contains("hidden"), text);
            assertFalse(engine.isConnected());
            // Once an episode, however often it is tried.
            NatsRig.until(
                    () -> server.process().tail().split("authentication error").length > 2, () -> "not tried again");
            assertEquals(1, heard.failures.size(), heard.failures.toString());
            assertEquals(1, heard.lost.size(), heard.lost.toString());
        }
    }

    @Test
    void shouldConnectWhenTheLoginIsRight() {
        try (NatsServer server = NatsServer.in(folder).login("good", "secret").start();
                BusEngine engine =
                        NatsRig.connected(heard, server.url(), "nats.user", "good", "nats.password", "secret")) {
            assertTrue(engine.isConnected());
        }
    }

    @Test
    void shouldSayThatItIsNotNatsWhenAnotherServerAnswers() throws IOException {
        try (FakeServer http = new FakeServer("HTTP/1.1 400 Bad Request\r\n\r\n");
                BusEngine engine = NatsRig.open(heard, http.url())) {
            String text = heard.failure();
            assertTrue(text.contains("is not a NATS server: it began with 'HTTP/'"), text);
            assertFalse(engine.isConnected());
        }
    }

    @Test
    void shouldSayThatItIsNotNatsWhenTheServerSaysNothing() throws IOException {
        try (FakeServer silent = new FakeServer("");
                BusEngine engine = NatsRig.open(heard, silent.url(), "nats.connect.timeout", "300ms")) {
            String text = heard.failure();
            assertTrue(text.contains("says nothing"), text);
            assertFalse(engine.isConnected());
        }
    }

    @Test
    void shouldNameTheVersionWhenTheServerIsTooOld() throws IOException {
        try (FakeServer old = new FakeServer(
                        "INFO {\"server_id\":\"A\",\"version\":\"2.1.9\",\"max_payload\":1048576,\"headers\":true}\r\n");
                BusEngine engine = NatsRig.open(heard, old.url())) {
            String text = heard.failure();
            assertTrue(text.contains("nats-server 2.1.9"), text);
            assertTrue(text.contains("2.9.0"), text);
            assertFalse(engine.isConnected());
        }
    }

    @Test
    void shouldRefuseToPromiseFsyncWhenTheServerCannot() throws IOException {
        try (FakeServer old = new FakeServer(
                        "INFO {\"server_id\":\"A\",\"version\":\"2.9.10\",\"max_payload\":1048576,\"headers\":true}\r\n");
                BusEngine engine = NatsRig.open(heard, old.url(), "nats.fsync", "true")) {
            String text = heard.failure();
            assertTrue(text.contains("sync_interval"), text);
            assertFalse(engine.isConnected());
        }
    }

    @Test
    void shouldRefuseAServerThatTakesLessThanPromised() {
        try (NatsServer server = NatsServer.in(folder).maxPayload(8192).start();
                BusEngine engine = NatsRig.open(heard, server.url())) {
            String text = heard.failure();
            assertTrue(text.contains("nats.max.payload=8192"), text);
            assertFalse(engine.isConnected());
        }
    }

    @Test
    void shouldAnswerTooLargeWhenAFrameDoesNotFit() {
        try (NatsServer server = NatsServer.in(folder)
                        .maxPayload(8192)
                        .jetStream(folder.resolve("store"))
                        .start();
                BusEngine engine = NatsRig.connected(heard, server.url(), "nats.max.payload", "8k")) {
            UnsafeBuffer header = new UnsafeBuffer(new byte[NatsRig.HEADER]);
            UnsafeBuffer payload = new UnsafeBuffer(new byte[8192]);
            for (Profile profile : Profile.values()) {
                EnginePublication publication = NatsRig.publication(engine, "a", profile);
                assertEquals(
                        PublishResult.TOO_LARGE,
                        publication.offer(header, NatsRig.HEADER, payload, 0, payload.capacity()));
                int largest = engine.capabilities().maxPayload();
                assertTrue(publication.offer(header, NatsRig.HEADER, payload, 0, largest) >= 0);
            }
            assertTrue(engine.isConnected());
        }
    }

    @Test
    void shouldSayWhatDoesNotFitWhenTheStreamExistsOtherwise() throws Exception {
        try (NatsServer server =
                        NatsServer.in(folder).jetStream(folder.resolve("store")).start();
                PlainClient plain = new PlainClient(server.url());
                BusEngine engine = NatsRig.connected(heard, server.url())) {
            plain.management()
                    .addStream(StreamConfiguration.builder()
                            .name("MERIDIAN_test")
                            .subjects("deployment.test.durable.>")
                            .storageType(StorageType.Memory)
                            .build());
            String text = assertThrows(EngineException.class, () -> NatsRig.publication(engine, "a", Profile.DURABLE))
                    .getMessage();
            assertTrue(text.contains("storage=memory must be file"), text);
        }
    }

    @Test
    void shouldGoOnWhenTheStoreWasFullAndHasRoomAgain() throws Exception {
        try (NatsServer server = NatsServer.in(folder)
                        .jetStream(folder.resolve("store"))
                        .maxStoreBytes(40_000)
                        .start();
                PlainClient plain = new PlainClient(server.url());
                BusEngine engine = NatsRig.connected(heard, server.url())) {
            Resender resender = new Resender(NatsRig.publication(engine, "a", Profile.DURABLE), 1);
            NatsRig.until(
                    () -> {
                        resender.sendUpTo(1000);
                        return !heard.failures.isEmpty() && resender.confirmed() > 0;
                    },
                    () -> "confirmed=" + resender.confirmed());
            String text = heard.failure();
            assertTrue(text.contains("no room left"), text);
            assertTrue(text.contains("max_file_store"), text);
            assertTrue(resender.confirmed() < 1000);
            assertTrue(engine.isConnected());
            JetStreamManagement management = plain.management();
            long kept =
                    management.getStreamInfo("MERIDIAN_test").getStreamState().getMsgCount();
            assertTrue(kept >= resender.confirmed(), "kept=" + kept + " confirmed=" + resender.confirmed());
            NatsRig.until(
                    () -> {
                        try {
                            management.purgeStream("MERIDIAN_test");
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        resender.sendUpTo(1000);
                        return resender.confirmed() == 1000;
                    },
                    () -> "confirmed=" + resender.confirmed());
        }
    }

    @Test
    void shouldGoOnAfterTheLastConfirmedWhenTheConsumerIsDeleted() throws Exception {
        try (NatsServer server =
                        NatsServer.in(folder).jetStream(folder.resolve("store")).start();
                PlainClient plain = new PlainClient(server.url());
                BusEngine engine = NatsRig.connected(heard, server.url());
                EngineSubscription named = NatsRig.durable(engine, "a", "name", false, StartAt.EARLIEST)) {
            Resender resender = new Resender(NatsRig.publication(engine, "a", Profile.DURABLE), 1);
            NatsRig.confirm(resender, 500);
            Taken taken = new Taken().takeConfirming(named, 300);
            plain.management().deleteConsumer("MERIDIAN_test", "name");
            // More than was on its way: what is here already is taken without a word to the server.
            NatsRig.confirm(resender, 1500);
            taken.takeConfirming(named, 1500);
            assertEquals(NatsRig.numbers(1, 1500), taken.numbers);
            String text = heard.failure();
            assertTrue(text.contains("was deleted on the server"), text);
        }
    }

    @Test
    void shouldGoOnWhenAnUnnamedConsumerIsDeleted() throws Exception {
        try (NatsServer server =
                        NatsServer.in(folder).jetStream(folder.resolve("store")).start();
                PlainClient plain = new PlainClient(server.url());
                BusEngine engine = NatsRig.connected(heard, server.url());
                EngineSubscription unnamed = NatsRig.durable(engine, "a", null, false, StartAt.EARLIEST)) {
            Resender resender = new Resender(NatsRig.publication(engine, "a", Profile.DURABLE), 1);
            NatsRig.confirm(resender, 500);
            Taken taken = new Taken().takeConfirming(unnamed, 300);
            JetStreamManagement management = plain.management();
            for (String consumer : management.getConsumerNames("MERIDIAN_test")) {
                management.deleteConsumer("MERIDIAN_test", consumer);
            }
            NatsRig.confirm(resender, 700);
            taken.takeConfirming(unnamed, 700);
            assertEquals(NatsRig.numbers(1, 700), taken.numbers);
            assertEquals(List.of(), heard.failures);
        }
    }

    @Test
    void shouldNoticeAndGoOnWhenTheServerIsFrozenForAWhile() {
        try (NatsServer server =
                        NatsServer.in(folder).jetStream(folder.resolve("store")).start();
                BusEngine engine = NatsRig.connected(heard, server.url(), "nats.ping.interval", "100ms");
                EngineSubscription named = NatsRig.durable(engine, "a", "name", false, StartAt.EARLIEST)) {
            Resender resender = new Resender(NatsRig.publication(engine, "a", Profile.DURABLE), 1);
            NatsRig.confirm(resender, 100);
            server.pause();
            resender.sendUpTo(200);
            NatsRig.until(() -> !engine.isConnected(), () -> "still connected");
            server.resume();
            NatsRig.confirm(resender, 300);
            assertEquals(NatsRig.numbers(1, 300), new Taken().takeConfirming(named, 300).numbers);
        }
    }

    @Test
    void shouldBackPressureInsteadOfBlockingWhenTheServerDoesNotRead() {
        try (NatsServer server = NatsServer.in(folder).start();
                BusEngine engine = NatsRig.connected(heard, server.url(), "nats.publish.buffer", "1m")) {
            EnginePublication publication = NatsRig.publication(engine, "a", Profile.FAST);
            UnsafeBuffer header = new UnsafeBuffer(new byte[NatsRig.HEADER]);
            UnsafeBuffer payload = new UnsafeBuffer(new byte[10_000]);
            server.pause();
            long longestNs = 0;
            long result = 0;
            for (int i = 0; i < 100_000 && result >= 0; i++) {
                long before = System.nanoTime();
                result = publication.offer(header, NatsRig.HEADER, payload, 0, payload.capacity());
                longestNs = Math.max(longestNs, System.nanoTime() - before);
            }
            server.resume();
            assertEquals(PublishResult.BACK_PRESSURED, result);
            assertTrue(longestNs < 1_000_000_000L, "longestNs=" + longestNs);
            NatsRig.until(
                    () -> publication.offer(header, NatsRig.HEADER, payload, 0, payload.capacity()) >= 0,
                    () -> "still back-pressured");
        }
    }

    @Test
    void shouldRefuseSettingsThatCannotWork() {
        for (String url : List.of("http://localhost", "nats://user:secret@localhost", "localhost:4222", "")) {
            assertThrows(SettingsException.class, () -> NatsRig.settings(url), url);
        }
        assertThrows(SettingsException.class, () -> NatsRig.settings("nats://localhost", "nats.stream.replicas", "2"));
        String text = assertThrows(
                        EngineException.class, () -> NatsRig.openDeployment("a.b", heard, "nats://localhost"))
                .getMessage();
        assertTrue(text.contains("deployment=a.b"), text);
    }

    /** A client that is not ours, to change things behind the engine's back. */
    private record PlainClient(Connection connection) implements AutoCloseable {
        PlainClient(String url) throws IOException, InterruptedException {
            this(Nats.connect(url));
        }

        JetStreamManagement management() throws IOException {
            return connection.jetStreamManagement();
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Says one thing to whoever connects. */
    private static final class FakeServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        FakeServer(String greeting) throws IOException {
            Thread.ofPlatform().daemon().start(() -> {
                while (!socket.isClosed()) {
                    try {
                        Socket client = socket.accept();
                        client.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
                        if (greeting.startsWith("INFO")
                                && client.getInputStream().read() >= 0) {
                            client.getOutputStream().write("PONG\r\n".getBytes(StandardCharsets.US_ASCII));
                        }
                    } catch (IOException e) {
                        // Closed, or the client went away: the next one.
                    }
                }
            });
        }

        String url() {
            return "nats://127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
