package io.meridian.bus.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.envelope.CloudEventAttributes;
import io.meridian.bus.envelope.EnvelopeReader;
import io.meridian.bus.envelope.EnvelopeWriter;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.testkit.Await;
import io.meridian.bus.topic.Topic;
import io.meridian.devservers.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who knows Kafka and CloudEvents, and nothing of this platform. */
@Tag("server")
class KafkaHeadersTest {
    private static final Topic TOPIC = Topic.of("platform.oms.command.new");
    private static final long NOW_NS = 1_700_000_000_123_456_789L;

    @TempDir
    Path folder;

    @Test
    void shouldShowOrdinaryToolsKeyPayloadAndCloudEventsHeaders() {
        try (KafkaBroker broker = KafkaBroker.in(folder).start();
                Rig rig = new Rig(broker.bootstrap(), "kafka.partitions", "1").connected()) {
            EnvelopeWriter envelope = new EnvelopeWriter(TOPIC, 42, 9, 2, "application/json");
            MessageContext context =
                    new MessageContext().trace(1, 2, 3).correlation(255).causation(17, 99);
            EnginePublication publication =
                    rig.engine.publication(new PublicationRequest(TOPIC, Profile.DURABLE, this));
            UnsafeBuffer payload = new UnsafeBuffer("{\"qty\":1}".getBytes(StandardCharsets.UTF_8));
            UnsafeBuffer plain = envelope.write(false, 0, 1, NOW_NS, NOW_NS - 1, NOW_NS - 2);
            offer(publication, plain, plain.capacity(), payload);
            UnsafeBuffer rich = envelope.write(false, 1, 2, NOW_NS + 5, NOW_NS + 4, NOW_NS + 3, context);
            offer(publication, rich, envelope.length(false, true), payload);

            List<ConsumerRecord<String, String>> records = readPlainly(broker, rig.deployment);
            ConsumerRecord<String, String> first = records.get(0);
            assertEquals(TOPIC.name(), first.key());
            assertEquals("{\"qty\":1}", first.value());
            assertEquals(NOW_NS / 1_000_000, first.timestamp());
            assertEquals("1.0", text(first, "ce_specversion"));
            assertEquals("/meridian/42", text(first, "ce_source"));
            assertEquals("io.meridian.schema.9.v2", text(first, "ce_type"));
            assertEquals("2023-11-14T22:13:20.123456787Z", text(first, "ce_time"));
            assertEquals("application/json", text(first, "content-type"));
            assertEquals(
                    "00-00000000000000010000000000000002-0000000000000003-01", text(records.get(1), "traceparent"));
            for (ConsumerRecord<String, String> record : records) {
                compare(record);
            }
        }
    }

    private static void offer(EnginePublication publication, UnsafeBuffer header, int length, UnsafeBuffer payload) {
        Await.within(Rig.PATIENCE)
                .until("taken", () -> publication.offer(header, length, payload, 0, payload.capacity()) >= 0);
    }

    private static List<ConsumerRecord<String, String>> readPlainly(KafkaBroker broker, String deployment) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(
                    List.of(new TopicPartition("deployment." + deployment + ".durable.platform.oms.command", 0)));
            Await.within(Rig.PATIENCE).until("two records", () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() == 2;
            });
        }
        return records;
    }

    private static String text(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        assertNotNull(header, name + " is not in " + record.headers());
        return new String(header.value(), StandardCharsets.US_ASCII);
    }

    /** The text headers say exactly what the binary one says. */
    private static void compare(ConsumerRecord<String, String> record) {
        Map<String, String> attributes = new HashMap<>();
        for (Header header : record.headers()) {
            String name = switch (header.key()) {
                case RecordHeaders.CONTENT_TYPE -> CloudEventAttributes.DATA_CONTENT_TYPE;
                case String key
                when key.startsWith(RecordHeaders.PREFIX) -> key.substring(RecordHeaders.PREFIX.length());
                case String key -> key;
            };
            if (!name.equals(RecordHeaders.ENVELOPE)) {
                attributes.put(name, new String(header.value(), StandardCharsets.US_ASCII));
            }
        }
        EnvelopeReader reader = new EnvelopeReader();
        byte[] binary = record.headers().lastHeader(RecordHeaders.ENVELOPE).value();
        assertEquals(null, reader.wrap(new UnsafeBuffer(binary), 0, binary.length));
        assertEquals(CloudEventAttributes.of(reader, TOPIC), attributes);
        assertEquals(reader.sequence(), CloudEventAttributes.parse(attributes).sequence());
    }
}
