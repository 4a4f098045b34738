package io.meridian.bus.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.envelope.sbe.EnvelopeDecoder;
import io.meridian.bus.envelope.sbe.MessageHeaderDecoder;
import io.meridian.bus.topic.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final Topic TOPIC = Topic.of("platform.data.quote.XNAS.AAPL");
    private static final byte[] PAYLOAD = "payload".getBytes(StandardCharsets.US_ASCII);

    private final EnvelopeReader reader = new EnvelopeReader();

    private static EnvelopeWriter writer(String contentType) {
        return new EnvelopeWriter(TOPIC, 7, 42, 3, contentType);
    }

    private static UnsafeBuffer frame(UnsafeBuffer header, int headerLength) {
        UnsafeBuffer frame = new UnsafeBuffer(new byte[headerLength + PAYLOAD.length]);
        frame.putBytes(0, header, 0, headerLength);
        frame.putBytes(headerLength, PAYLOAD);
        return frame;
    }

    private static UnsafeBuffer lean() {
        return frame(writer("").write(false, 0, 9, 1_000, 900, 800), EnvelopeLayout.LEAN_LENGTH);
    }

    private static UnsafeBuffer full() {
        EnvelopeWriter writer = writer("application/json");
        MessageContext context =
                new MessageContext().trace(0x11, 0x22, 0x33).correlation(0x44).causation(5, 0x66);
        int flags = EnvelopeLayout.FLAG_REPLAYED | EnvelopeLayout.FLAG_DUPLICATE_POSSIBLE;
        return frame(writer.write(true, flags, 9, 1_000, 900, 800, context), writer.length(true, true));
    }

    private static byte[] golden(String name) {
        Properties frames = new Properties();
        try (InputStream file = EnvelopeTest.class.getResourceAsStream("golden-frames.properties")) {
            frames.load(file);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        return HexFormat.of().parseHex(frames.getProperty(name).replace(" ", ""));
    }

    @Test
    void shouldKeepTheWireFormatAsTheGoldenFramesHaveIt() {
        assertEquals(HexFormat.of().formatHex(golden("v1.lean")), HexFormat.of().formatHex(lean().byteArray()));
        assertEquals(HexFormat.of().formatHex(golden("v1.full")), HexFormat.of().formatHex(full().byteArray()));
    }

    @Test
    void shouldTakeSixtyBytesWithoutContextAndNames() {
        assertEquals(60, EnvelopeLayout.LEAN_LENGTH);
        assertEquals(56, EnvelopeLayout.BLOCK_END);
    }

    @Test
    void shouldReadBackEveryFieldWhenAllAreUsed() {
        UnsafeBuffer frame = full();
        assertNull(reader.wrap(frame, 0, frame.capacity()));
        assertEquals(1, reader.version());
        assertEquals(EnvelopeLayout.FLAG_REPLAYED | EnvelopeLayout.FLAG_DUPLICATE_POSSIBLE, reader.flags());
        assertEquals(3, reader.payloadVersion());
        assertEquals(7, reader.source());
        assertEquals(42, reader.payloadSchema());
        assertEquals(9, reader.sequence());
        assertEquals(TOPIC.hash(), reader.topicHash());
        assertEquals(1_000, reader.publishTime());
        assertEquals(900, reader.initTime());
        assertEquals(800, reader.eventTime());
        assertEquals(0x11, reader.traceHigh());
        assertEquals(0x22, reader.traceLow());
        assertEquals(0x33, reader.span());
        assertEquals(0x44, reader.correlation());
        assertEquals(5, reader.causationSource());
        assertEquals(0x66, reader.causationSequence());
        assertEquals(TOPIC, Topic.of(reader.buffer(), reader.topicOffset(), reader.topicLength()));
        assertEquals("application/json", reader.contentType());
        assertEquals(frame.capacity() - PAYLOAD.length, reader.length());
    }

    @Test
    void shouldBeReadableByTheGeneratedDecoder() {
        UnsafeBuffer frame = full();
        EnvelopeDecoder decoder = new EnvelopeDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder());
        assertEquals(9, decoder.sequence());
        assertTrue(decoder.flags().replayed());
        EnvelopeDecoder.ContextDecoder context = decoder.context();
        assertEquals(1, context.count());
        assertEquals(0x44, context.next().correlation());
        assertEquals(TOPIC.name(), decoder.topic());
        assertEquals("application/json", decoder.contentType());
        assertEquals(frame.capacity() - PAYLOAD.length, decoder.limit());
    }

    @Test
    void shouldDeriveTheSameTraceForEveryObserverWhenNoneIsCarried() {
        UnsafeBuffer frame = lean();
        assertNull(reader.wrap(frame, 0, frame.capacity()));
        assertFalse(reader.hasContext());
        assertEquals(TraceIds.traceHigh(7, TOPIC.hash()), reader.traceHigh());
        assertEquals(TraceIds.traceLow(7, TOPIC.hash(), 9), reader.traceLow());
        assertNotEquals(TraceIds.traceLow(7, TOPIC.hash(), 10), reader.traceLow());
        assertNotEquals(0, reader.span());
        assertEquals(0, reader.correlation());
    }

    @Test
    void shouldReadAnOlderEnvelopeWhoseLastFieldsAreMissing() {
        byte[] bytes = golden("older");
        UnsafeBuffer frame = new UnsafeBuffer(bytes);
        assertNull(reader.wrap(frame, 0, bytes.length));
        assertEquals(0, reader.version());
        assertEquals(9, reader.sequence());
        assertEquals(900, reader.initTime());
        assertEquals(900, reader.eventTime(), "a missing event time reads as the init time");
        assertEquals(bytes.length - PAYLOAD.length, reader.length());
    }

    @Test
    void shouldSkipWhatANewerEnvelopeHasMore() {
        byte[] bytes = golden("newer");
        UnsafeBuffer frame = new UnsafeBuffer(bytes);
        assertNull(reader.wrap(frame, 0, bytes.length));
        assertEquals(2, reader.version());
        assertEquals(800, reader.eventTime());
        assertEquals(0x44, reader.correlation());
        assertEquals(TOPIC, Topic.of(reader.buffer(), reader.topicOffset(), reader.topicLength()));
        assertEquals("payload", frame.getStringWithoutLengthAscii(reader.length(), PAYLOAD.length));
    }

    @Test
    void shouldCopyAnEnvelopeWithOrWithoutItsName() {
        for (UnsafeBuffer frame : new UnsafeBuffer[] {lean(), full()}) {
            for (boolean named : new boolean[] {true, false}) {
                assertNull(reader.wrap(frame, 0, frame.capacity()));
                UnsafeBuffer copy = new UnsafeBuffer(new byte[EnvelopeLayout.MAX_LENGTH]);
                int length = EnvelopeWriter.copy(reader, TOPIC, named, EnvelopeLayout.FLAG_DUPLICATE_POSSIBLE, copy);
                EnvelopeReader again = new EnvelopeReader();
                assertNull(again.wrap(copy, 0, length));
                assertEquals(length, again.length());
                assertEquals(named ? TOPIC.length() : 0, again.topicLength());
                assertEquals(reader.sequence(), again.sequence());
                assertEquals(reader.correlation(), again.correlation());
                assertEquals(reader.contentType(), again.contentType());
                assertEquals(reader.flags() | EnvelopeLayout.FLAG_DUPLICATE_POSSIBLE, again.flags());
            }
        }
    }

    @Test
    void shouldRefuseEveryCutOfAnEnvelope() {
        for (UnsafeBuffer frame : new UnsafeBuffer[] {lean(), full()}) {
            int whole = frame.capacity() - PAYLOAD.length;
            for (int length = 0; length < whole; length++) {
                assertNotNull(reader.wrap(frame, 0, length), "cut at " + length + " of " + whole);
            }
            assertNull(reader.wrap(frame, 0, whole));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261120})
    void shouldRefuseOrReadButNeverOverrunWhenBytesAreRandom(long seed) {
        Random random = new Random(seed);
        byte[] start = full().byteArray();
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = Arrays.copyOf(start, random.nextInt(start.length + 1));
            for (int flips = random.nextInt(4); flips >= 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (reader.wrap(new UnsafeBuffer(bytes), 0, bytes.length) == null) {
                accepted++;
                assertTrue(reader.length() <= bytes.length);
                assertTrue(reader.topicOffset() + reader.topicLength() <= bytes.length);
                reader.contentType();
                reader.traceHigh();
                reader.eventTime();
            }
        }
        assertTrue(accepted > 1_000, "accepted=" + accepted + ": the fuzz should also reach whole envelopes");
    }

    @Test
    void shouldRefuseAContentTypeThatIsTooLong() {
        IllegalArgumentException refused = org.junit.jupiter.api.Assertions.assertThrows(
                IllegalArgumentException.class, () -> writer("x".repeat(255)));
        assertEquals("contentType has length=255, at most 254", refused.getMessage());
    }
}
