package io.meridian.bus.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class CloudEventAttributesTest {
    private static final Topic TOPIC = Topic.of("platform.oms.event.order");
    private static final long TIME = 1_795_177_981_000_000_007L;

    private static EnvelopeReader envelope(MessageContext context) {
        EnvelopeWriter writer = new EnvelopeWriter(TOPIC, -5, 42, 3, "application/json");
        UnsafeBuffer bytes = context == null
                ? writer.write(false, 1, 99, TIME + 2, TIME + 1, TIME)
                : writer.write(false, 1, 99, TIME + 2, TIME + 1, TIME, context);
        EnvelopeReader reader = new EnvelopeReader();
        assertNull(reader.wrap(bytes, 0, writer.length(false, context != null)));
        return reader;
    }

    @Test
    void shouldSayEveryFieldInWordsThatOrdinaryToolsKnow() {
        Map<String, String> attributes = CloudEventAttributes.of(envelope(null), TOPIC);
        assertEquals("1.0", attributes.get("specversion"));
        assertEquals("/meridian/4294967291", attributes.get("source"));
        assertEquals(String.format("%016x-99", TOPIC.hash()), attributes.get("id"));
        assertEquals("io.meridian.schema.42.v3", attributes.get("type"));
        assertEquals(TOPIC.name(), attributes.get("subject"));
        assertEquals("application/json", attributes.get("datacontenttype"));
        assertEquals("2026-11-20T12:33:01.000000007Z", attributes.get("time"));
        assertTrue(attributes.get("traceparent").matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
        assertFalse(attributes.containsKey("correlationid"));
    }

    @Test
    void shouldComeBackAsTheSameEnvelope() {
        MessageContext context =
                new MessageContext().trace(-1, 0x22, 0x33).correlation(-7).causation(-9, 123);
        for (MessageContext given : new MessageContext[] {null, context}) {
            EnvelopeReader before = envelope(given);
            CloudEventAttributes.Parsed parsed = CloudEventAttributes.parse(CloudEventAttributes.of(before, TOPIC));
            EnvelopeWriter writer = new EnvelopeWriter(
                    parsed.topic(),
                    parsed.source(),
                    parsed.payloadSchema(),
                    parsed.payloadVersion(),
                    parsed.contentType());
            boolean present = parsed.context().isPresent();
            assertEquals(given != null, present);
            UnsafeBuffer bytes = present
                    ? writer.write(
                            false,
                            parsed.flags(),
                            parsed.sequence(),
                            parsed.publishTimeNs(),
                            parsed.initTimeNs(),
                            parsed.eventTimeNs(),
                            parsed.context())
                    : writer.write(
                            false,
                            parsed.flags(),
                            parsed.sequence(),
                            parsed.publishTimeNs(),
                            parsed.initTimeNs(),
                            parsed.eventTimeNs());
            UnsafeBuffer expected = new UnsafeBuffer(before.buffer(), 0, before.length());
            assertEquals(expected, new UnsafeBuffer(bytes, 0, writer.length(false, present)));
        }
    }

    @Test
    void shouldWriteTheTimeAsTheStandardLibraryDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            long epochNs = random.nextLong(253_402_300_799L / 40) * 1_000_000_000L + random.nextInt(1_000_000_000);
            String text = new String(UtcText.of(epochNs), StandardCharsets.US_ASCII);
            Instant expected = Instant.ofEpochSecond(epochNs / 1_000_000_000L, epochNs % 1_000_000_000L);
            assertEquals(expected, Instant.parse(text), text);
        }
    }

    @Test
    void shouldNameTheAttributeThatIsMissingOrWrong() {
        Map<String, String> attributes = CloudEventAttributes.of(envelope(null), TOPIC);
        for (String name :
                new String[] {"subject", "source", "type", "id", "datacontenttype", "flags", "traceparent"}) {
            Map<String, String> without = new HashMap<>(attributes);
            without.remove(name);
            assertEquals(
                    "attribute " + name + " is missing",
                    assertThrows(IllegalArgumentException.class, () -> CloudEventAttributes.parse(without))
                            .getMessage());
        }
        Map<String, String> foreign = new HashMap<>(attributes);
        foreign.put("id", "0000000000000001-99");
        assertThrows(IllegalArgumentException.class, () -> CloudEventAttributes.parse(foreign));
    }

    @Test
    void shouldRefuseRandomAttributesWithOneKindOfError() {
        Random random = new Random(11);
        String[] names = CloudEventAttributes.of(envelope(null), TOPIC).keySet().toArray(String[]::new);
        for (int i = 0; i < 20_000; i++) {
            Map<String, String> attributes = new HashMap<>(CloudEventAttributes.of(envelope(null), TOPIC));
            String name = names[random.nextInt(names.length)];
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            attributes.put(name, new String(noise, StandardCharsets.ISO_8859_1));
            try {
                CloudEventAttributes.parse(attributes);
            } catch (IllegalArgumentException expected) {
                assertTrue(
                        expected.getMessage() != null && !expected.getMessage().isBlank());
            }
        }
    }
}
