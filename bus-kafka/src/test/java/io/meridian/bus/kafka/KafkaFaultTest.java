package io.meridian.bus.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.kafka.Rig.Reader;
import io.meridian.bus.kafka.Rig.Writer;
import io.meridian.bus.testkit.Await;
import io.meridian.devservers.KafkaBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class KafkaFaultTest {
    @TempDir
    Path folder;

    private static List<String> numbered(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prefix + i).toList();
    }

    @Test
    void shouldStartBeforeItsBrokerAndRideThroughKills() {
        try (KafkaBroker broker = KafkaBroker.in(folder).build();
                Rig rig = new Rig(broker.bootstrap())) {
            Writer durable = rig.writer("platform.oms.order", Profile.DURABLE);
            Writer fast = rig.writer("platform.data.quote", Profile.FAST);
            Reader orders = rig.durable("platform.oms.**", "book", StartAt.EARLIEST);
            Reader quotes = rig.fast("platform.data.**");
            assertEquals(PublishResult.NOT_CONNECTED, durable.offer("early"));
            assertEquals(PublishResult.NOT_CONNECTED, fast.offer("early"));
            assertEquals(0, orders.poll());
            Await.within(Rig.PATIENCE).showing(rig::told).until("told once", () -> rig.losses.size() == 1);

            broker.start();
            rig.connected();
            fast.publish("f", 0, 100);
            durable.publish("d", 0, 100);
            quotes.read(100);
            orders.read(100);

            broker.kill();
            Await.within(Rig.PATIENCE).showing(rig::told).until("told twice", () -> rig.losses.size() == 2);
            assertEquals(PublishResult.NOT_CONNECTED, durable.offer("d100"));
            broker.start();
            durable.publish("d", 100, 200).confirmed();
            fast.publish("f", 100, 200);
            assertEquals(numbered("d", 0, 200), orders.read(200));
            assertEquals(numbered("f", 0, 200), quotes.read(200));
            assertEquals(0, durable.publication.session());
            assertEquals(2, rig.connections.size());
            assertEquals(List.of(), rig.failures);
            broker.kill();
        }
    }

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void shouldLoseNothingConfirmedWhenTheBrokerIsKilledUnderAMillionDurableMessages() {
        int count = 1_000_000;
        try (KafkaBroker broker = KafkaBroker.in(folder).start();
                Rig rig = new Rig(broker.bootstrap()).connected()) {
            Writer writer = rig.writer("platform.oms.million", Profile.DURABLE);
            long[] nextKill = {200_000};
            Thread killer = new Thread(() -> {
                for (int i = 0; i < 2; i++) {
                    Await.within(Duration.ofSeconds(60))
                            .until("enough confirmed", () -> writer.publication.confirmedPosition() >= nextKill[0]);
                    broker.kill();
                    broker.start();
                    nextKill[0] += 250_000;
                }
            });
            killer.start();
            long confirmedSeen = 0;
            while (writer.sequence < count) {
                if (writer.offer(Long.toString(writer.sequence)) < 0) {
                    LockSupport.parkNanos(200_000);
                }
                long confirmed = writer.publication.confirmedPosition();
                assertTrue(confirmed >= confirmedSeen && confirmed <= writer.sequence + 1);
                confirmedSeen = confirmed;
            }
            Await.within(Duration.ofSeconds(60))
                    .showing(() -> writer.publication.confirmedPosition() + " " + rig.told())
                    .until("all confirmed", () -> writer.publication.confirmedPosition() == count);
            Await.within(Duration.ofSeconds(30)).until("two kills", () -> !killer.isAlive());
            assertEquals(3, rig.connections.size());

            Reader reader = rig.durable("platform.oms.million", null, StartAt.EARLIEST);
            for (int read = 0; read < count; ) {
                reader.texts.clear();
                reader.topics.clear();
                reader.read(1);
                for (String text : reader.texts) {
                    assertEquals(Integer.toString(read++), text);
                }
            }
            assertEquals(0, writer.publication.session());
            broker.kill();
        }
    }

    @Test
    void shouldSayWhoIsThereWhenTheServerIsNotKafka() throws Exception {
        for (String greeting : List.of("INFO {\"server_id\":\"x\"}\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n")) {
            try (ServerSocket stranger = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
                Thread.ofVirtual().start(() -> greet(stranger, greeting));
                try (Rig rig = new Rig("127.0.0.1:" + stranger.getLocalPort())) {
                    Await.within(Rig.PATIENCE).showing(rig::told).until("a failure", () -> !rig.failures.isEmpty());
                    String text = rig.failures.getFirst();
                    assertTrue(text.contains("is not a Kafka broker") && text.contains("KAFKA_BOOTSTRAP"), text);
                    assertTrue(text.contains(greeting.substring(0, 4)), text);
                    Await.within(Duration.ofMillis(700)).always("told once", () -> rig.failures.size() == 1);
                    assertEquals(
                            PublishResult.NOT_CONNECTED,
                            rig.writer("platform.a.b", Profile.FAST).offer("x"));
                }
            }
        }
    }

    private static void greet(ServerSocket server, String greeting) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read();
                }
            }
        } catch (IOException e) {
            // Closed with the test.
        }
    }

    @Test
    void shouldSayWhatToDoWhenTheLoginIsRefused() {
        try (KafkaBroker broker =
                KafkaBroker.in(folder).login("trader", "right").start()) {
            String[] login = {
                "kafka.security.protocol",
                "sasl-plaintext",
                "kafka.sasl.username",
                "trader",
                "kafka.sasl.password",
                "wrong"
            };
            try (Rig rig = new Rig(broker.bootstrap(), login)) {
                Await.within(Rig.PATIENCE).showing(rig::told).until("a failure", () -> !rig.failures.isEmpty());
                String text = rig.failures.getFirst();
                assertTrue(text.contains("KAFKA_SASL_PASSWORD") && !text.contains("wrong"), text);
                Await.within(Duration.ofMillis(3000)).always("told once", () -> rig.failures.size() == 1);
            }
            login[5] = "right";
            try (Rig rig = new Rig(broker.bootstrap(), login).connected()) {
                Writer writer = rig.writer("platform.a.b", Profile.DURABLE);
                writer.publish("x");
                writer.confirmed();
            }
            try (Rig rig = new Rig(broker.bootstrap())) {
                Await.within(Rig.PATIENCE).showing(rig::told).until("a failure", () -> !rig.failures.isEmpty());
                String text = rig.failures.getFirst();
                assertTrue(text.contains("KAFKA_SECURITY_PROTOCOL"), text);
            }
            broker.kill();
        }
    }

    @Test
    void shouldTellOfLogsThatLackACopyWhenABrokerIsGone() {
        try (KafkaBroker broker = KafkaBroker.in(folder.resolve("1")).start();
                KafkaBroker other =
                        KafkaBroker.in(folder.resolve("2")).joining(broker, 2).start();
                Rig rig = new Rig(broker.bootstrap(), "kafka.replication", "2").connected()) {
            Writer writer = rig.writer("platform.oms.safe", Profile.DURABLE);
            writer.publish("x");
            writer.confirmed();
            assertEquals(0, rig.engine.underReplicated());
            other.kill();
            Await.within(Duration.ofSeconds(60))
                    .showing(rig::told)
                    .until("a copy is missed", () -> rig.engine.underReplicated() > 0);
            other.start();
            Await.within(Duration.ofSeconds(60))
                    .showing(rig::told)
                    .until("it is back", () -> rig.engine.underReplicated() == 0);
            other.kill();
            broker.kill();
        }
    }

    @Test
    void shouldSayWhatToDoWhenTheClusterCannotKeepThePromise() throws Exception {
        try (KafkaBroker broker = KafkaBroker.in(folder).start()) {
            try (Rig rig = new Rig(broker.bootstrap(), "kafka.replication", "3").connected()) {
                Writer writer = rig.writer("platform.oms.safe", Profile.DURABLE);
                assertEquals(PublishResult.NOT_CONNECTED, writer.offer("x"));
                assertTrue(rig.failures.getFirst().contains("KAFKA_REPLICATION"), rig.told());
                Await.within(Duration.ofSeconds(1)).always("told once", () -> rig.failures.size() == 1);
            }
            String deployment = "corrupt";
            try (Rig rig = new Rig(broker.bootstrap(), deployment, List.of()).connected()) {
                Writer writer = rig.writer("platform.oms.safe", Profile.DURABLE);
                writer.publish("x");
                writer.confirmed();
                rig.durable("platform.oms.**", "book", StartAt.EARLIEST).close();
            }
            try (Rig rig = new Rig(broker.bootstrap(), deployment, List.of("kafka.replication", "3")).connected()) {
                assertEquals(
                        PublishResult.NOT_CONNECTED,
                        rig.writer("platform.oms.safe", Profile.DURABLE).offer("x"));
                assertTrue(rig.failures.getFirst().contains("replicas=1"), rig.told());
            }
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
                admin.alterConsumerGroupOffsets(
                                "deployment.corrupt.durable.book",
                                Map.of(
                                        new TopicPartition("deployment.corrupt.subscriptions", 0),
                                        new OffsetAndMetadata(0, "garbage")))
                        .all()
                        .get();
            }
            try (Rig rig = new Rig(broker.bootstrap(), deployment, List.of()).connected()) {
                String text = assertThrows(
                                EngineException.class, () -> rig.durable("platform.oms.**", "book", StartAt.EARLIEST))
                        .getMessage();
                assertTrue(text.contains("is corrupt") && text.contains("kafka-consumer-groups.sh --delete"), text);
            }
            broker.kill();
        }
    }

    @Test
    void shouldRefuseSettingsThatContradictEachOther() {
        String text = assertThrows(
                        EngineException.class,
                        () -> new Rig("localhost:1", "kafka.security.protocol", "sasl-ssl").close())
                .getMessage();
        assertTrue(text.contains("KAFKA_SASL_USERNAME"), text);
        text = assertThrows(RuntimeException.class, () -> new Rig("localhost:1", "kafka.client", "acks=0").close())
                .getMessage();
        assertTrue(text.contains("kafka.client") && text.contains("promise"), text);
    }
}
