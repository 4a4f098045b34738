package io.meridian.sdk.test;

import io.meridian.plugin.contract.frames.AnswerEncoder;
import io.meridian.plugin.contract.frames.DeliverEncoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.frames.RefusedEncoder;
import io.meridian.plugin.contract.frames.StoredEncoder;
import io.meridian.plugin.contract.frames.TopicNameEncoder;
import io.meridian.plugin.contract.proto.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Writes frames to a plugin. What does not fit waits. */
final class FakeFrames {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final RingBuffer ring;
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
    private final Map<String, Integer> topics = new LinkedHashMap<>();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    private record Frame(int type, DirectBuffer bytes) {}

    FakeFrames(RingBuffer ring) {
        this.ring = ring;
    }

    /** How many frames found room that waited. */
    int flush() {
        int flushed = 0;
        while (!waiting.isEmpty()) {
            Frame frame = waiting.peek();
            if (!ring.write(frame.type, frame.bytes, 0, frame.bytes.capacity())) {
                return flushed;
            }
            waiting.poll();
            flushed++;
        }
        return flushed;
    }

    boolean isFull() {
        return !waiting.isEmpty();
    }

    private void write(int type, DirectBuffer bytes) {
        if (!waiting.isEmpty() || !ring.write(type, bytes, 0, bytes.capacity())) {
            waiting.add(new Frame(type, bytes));
        }
    }

    void answer(long call, Method method, boolean end, byte[] body) {
        UnsafeBuffer frame = new UnsafeBuffer(new byte[HEADER + AnswerEncoder.BLOCK_LENGTH + body.length]);
        new AnswerEncoder()
                .wrapAndApplyHeader(frame, 0, header)
                .call(call)
                .method(method)
                .flags()
                .clear()
                .end(end);
        frame.putBytes(HEADER + AnswerEncoder.BLOCK_LENGTH, body);
        write(AnswerEncoder.TEMPLATE_ID, frame);
    }

    void deliver(Published message, int subscription, long delivery, int attempt, boolean again) {
        Integer number = topics.get(message.topic());
        if (number == null) {
            number = topics.size() + 1;
            topics.put(message.topic(), number);
            byte[] name = message.topic().getBytes(StandardCharsets.US_ASCII);
            UnsafeBuffer frame = new UnsafeBuffer(new byte[HEADER + TopicNameEncoder.BLOCK_LENGTH + name.length]);
            new TopicNameEncoder().wrapAndApplyHeader(frame, 0, header).topic(number);
            frame.putBytes(HEADER + TopicNameEncoder.BLOCK_LENGTH, name);
            write(TopicNameEncoder.TEMPLATE_ID, frame);
        }
        write(DeliverEncoder.TEMPLATE_ID, message.frame(subscription, number, delivery, attempt, again));
    }

    void refused(long tag, int topic, Refusal refusal) {
        byte[] text = refusal.getText().getBytes(StandardCharsets.UTF_8);
        UnsafeBuffer frame = new UnsafeBuffer(new byte[HEADER + RefusedEncoder.BLOCK_LENGTH + text.length]);
        new RefusedEncoder()
                .wrapAndApplyHeader(frame, 0, header)
                .tag(tag)
                .topic(topic)
                .code((short) refusal.getCodeValue());
        frame.putBytes(HEADER + RefusedEncoder.BLOCK_LENGTH, text);
        write(RefusedEncoder.TEMPLATE_ID, frame);
    }

    void stored(long tag) {
        UnsafeBuffer frame = new UnsafeBuffer(new byte[HEADER + StoredEncoder.BLOCK_LENGTH]);
        new StoredEncoder().wrapAndApplyHeader(frame, 0, header).tag(tag);
        write(StoredEncoder.TEMPLATE_ID, frame);
    }
}
