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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResendBufferTest {
    private static final Topic TOPIC = Topic.of("platform.oms.event");

    private final EnvelopeWriter writer = new EnvelopeWriter(TOPIC, 1, 0, 0, "");
    private final List<Long> offered = new ArrayList<>();
    private final List<Integer> flags = new ArrayList<>();
    private long nextPosition = 1;
    private int accepts = Integer.MAX_VALUE;

    private final EnginePublication engine = new EnginePublication() {
        @Override
        public TopicNaming naming() {
            return TopicNaming.BY_ENGINE;
        }

        @Override
        public long offer(DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
            if (accepts-- <= 0) {
                return PublishResult.BACK_PRESSURED;
            }
            EnvelopeReader reader = new EnvelopeReader();
            assertEquals(null, reader.wrap(header, 0, headerLength));
            assertEquals(headerLength, reader.length());
            for (int i = 0; i < length; i++) {
                assertEquals((byte) reader.sequence(), payload.getByte(offset + i));
            }
            offered.add(reader.sequence());
            flags.add(reader.flags());
            return nextPosition++;
        }

        @Override
        public long confirmedPosition() {
            return 0;
        }

        @Override
        public void close() {}
    };

    private void append(ResendBuffer buffer, long position, long sequence, int length) {
        UnsafeBuffer header = writer.write(false, 0, sequence, 1, 1, 1);
        UnsafeBuffer payload = new UnsafeBuffer(new byte[length]);
        payload.setMemory(0, length, (byte) sequence);
        buffer.append(position, sequence, header, header.capacity(), payload, 0, length);
    }

    @Test
    void shouldTellTheSequenceThatAPositionConfirms() {
        ResendBuffer buffer = new ResendBuffer(4096, 0);
        append(buffer, 100, 1, 10);
        append(buffer, 200, 2, 10);
        assertEquals(0, buffer.confirm(99));
        assertEquals(1, buffer.confirm(150));
        assertFalse(buffer.isEmpty());
        assertEquals(2, buffer.confirm(200));
        assertTrue(buffer.isEmpty());
    }

    @Test
    void shouldOfferAgainOnlyWhatWasNotConfirmedAndFlagIt() {
        ResendBuffer buffer = new ResendBuffer(4096, 0);
        for (int i = 1; i <= 5; i++) {
            append(buffer, 100 + i, i, 10);
        }
        buffer.confirm(102);
        buffer.beginResend();
        accepts = 2;
        buffer.resend(engine);
        assertTrue(buffer.isResending());
        assertEquals(List.of(3L, 4L), offered);
        assertEquals(3, buffer.confirm(1), "confirmed at its new position");
        assertEquals(4, buffer.confirm(1_000), "what waits to be offered again cannot be confirmed");
        accepts = 10;
        buffer.resend(engine);
        assertFalse(buffer.isResending());
        assertEquals(List.of(3L, 4L, 5L), offered);
        assertTrue(flags.stream().allMatch(flag -> flag == EnvelopeLayout.FLAG_DUPLICATE_POSSIBLE));
        assertEquals(5, buffer.confirm(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261120})
    void shouldKeepEveryFrameUntilItIsConfirmedWhenUsedAtRandom(long seed) {
        Random random = new Random(seed);
        ResendBuffer buffer = new ResendBuffer(2048, 0);
        ArrayDeque<long[]> model = new ArrayDeque<>();
        long sequence = 0;
        long confirmed = 0;
        for (int step = 0; step < 50_000; step++) {
            int length = random.nextInt(300);
            int choice = random.nextInt(10);
            if (choice < 6 && !buffer.isResending() && buffer.makeRoom(EnvelopeLayout.LEAN_LENGTH + length)) {
                append(buffer, nextPosition, ++sequence, length);
                model.add(new long[] {nextPosition++, sequence});
            } else if (choice < 9 && !model.isEmpty()) {
                long position = model.peek()[0] + random.nextInt(3);
                while (!model.isEmpty() && model.peek()[0] <= position) {
                    confirmed = model.poll()[1];
                }
                assertEquals(confirmed, buffer.confirm(position));
            } else {
                buffer.beginResend();
                offered.clear();
                long first = nextPosition;
                buffer.resend(engine);
                assertEquals(model.stream().map(entry -> entry[1]).toList(), offered);
                for (long[] entry : model) {
                    entry[0] = first++;
                }
            }
            assertEquals(model.isEmpty(), buffer.isEmpty());
        }
        assertTrue(sequence > 5_000, "sequence=" + sequence);
    }

    @Test
    void shouldSayWhatCanNeverFit() {
        ResendBuffer buffer = new ResendBuffer(1024, 0);
        assertTrue(buffer.fits(900));
        assertFalse(buffer.fits(1024));
    }
}
