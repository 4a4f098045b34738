package io.meridian.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.EnvelopeReader;
import io.meridian.bus.envelope.EnvelopeWriter;
import io.meridian.bus.topic.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResendBufferGrowthTest {
    private static final int LIMIT = 128 * 1024;

    private final EnvelopeWriter writer = new EnvelopeWriter(Topic.of("a.b"), 1, 0, 0, "");

    /** Takes so many frames, then no more. */
    private static final class Taking implements EnginePublication {
        final List<Long> sequences = new ArrayList<>();
        final List<Integer> lengths = new ArrayList<>();
        int room;
        long position;

        @Override
        public TopicNaming naming() {
            return TopicNaming.BY_ENGINE;
        }

        @Override
        public long offer(DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
            if (room == 0) {
                return PublishResult.BACK_PRESSURED;
            }
            room--;
            EnvelopeReader reader = new EnvelopeReader();
            assertEquals(null, reader.wrap(header, 0, headerLength));
            assertTrue((reader.flags() & EnvelopeLayout.FLAG_DUPLICATE_POSSIBLE) != 0, "flag of " + reader.sequence());
            sequences.add(reader.sequence());
            lengths.add(length);
            for (int i = 0; i < length; i++) {
                assertEquals((byte) reader.sequence(), payload.getByte(offset + i));
            }
            return ++position;
        }

        @Override
        public long confirmedPosition() {
            return position;
        }

        @Override
        public void close() {}
    }

    private void append(ResendBuffer buffer, long sequence, int length) {
        UnsafeBuffer header = writer.write(false, 0, sequence, 1, 1, 1);
        byte[] payload = new byte[length];
        java.util.Arrays.fill(payload, (byte) sequence);
        buffer.append(sequence, sequence, header, header.capacity(), new UnsafeBuffer(payload), 0, length);
    }

    private int frameLength(int payloadLength) {
        return writer.length(false, false) + payloadLength;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldOfferAgainExactlyTheUnconfirmedWhenFramesComeAndAreConfirmedAtRandom(long seed) {
        Random random = new Random(seed);
        ResendBuffer buffer = new ResendBuffer(LIMIT, 0);
        ArrayDeque<Long> kept = new ArrayDeque<>();
        ArrayDeque<Integer> lengths = new ArrayDeque<>();
        long sequence = 0;
        for (int step = 0; step < 2000; step++) {
            int length = random.nextInt(100) == 0 ? random.nextInt(LIMIT - 1000) : random.nextInt(3000);
            if (buffer.makeRoom(frameLength(length))) {
                append(buffer, ++sequence, length);
                kept.add(sequence);
                lengths.add(length);
            } else {
                assertFalse(kept.isEmpty(), "an empty buffer refuses a frame that fits");
            }
            if (random.nextInt(3) == 0 && !kept.isEmpty()) {
                long upTo = kept.peek() + random.nextInt(kept.size());
                assertEquals(upTo, buffer.confirm(upTo));
                while (!kept.isEmpty() && kept.peek() <= upTo) {
                    kept.poll();
                    lengths.poll();
                }
            }
            assertEquals(kept.isEmpty(), buffer.isEmpty());
        }
        assertFalse(kept.isEmpty(), "the script must leave something");
        Taking publication = new Taking();
        buffer.beginResend();
        while (buffer.isResending()) {
            publication.room = 1 + random.nextInt(3);
            buffer.resend(publication);
        }
        assertEquals(List.copyOf(kept), publication.sequences);
        assertEquals(List.copyOf(lengths), publication.lengths);
        assertEquals(kept.peekFirst(), buffer.confirm(1), "positions are those of the second offer");
        assertEquals(sequence, buffer.confirm(publication.position));
        assertTrue(buffer.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5000, LIMIT - 100})
    void shouldTakeAFrameThatFitsWheneverItIsEmpty(int length) {
        ResendBuffer buffer = new ResendBuffer(LIMIT, 7);
        assertEquals(7, buffer.confirm(Long.MIN_VALUE));
        for (long sequence = 8; sequence < 100; sequence++) {
            int next = sequence % 2 == 0 ? length : 1000;
            assertTrue(buffer.fits(frameLength(next)));
            assertTrue(buffer.makeRoom(frameLength(next)), "sequence " + sequence);
            append(buffer, sequence, next);
            assertEquals(sequence, buffer.confirm(sequence));
        }
        assertFalse(buffer.fits(LIMIT));
    }
}
