package io.meridian.conformance.stage;

import com.google.protobuf.MessageLite;
import io.meridian.plugin.contract.frames.AnswerEncoder;
import io.meridian.plugin.contract.frames.DeliverEncoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.frames.RefusedEncoder;
import io.meridian.plugin.contract.frames.StoredEncoder;
import io.meridian.plugin.contract.frames.TopicNameEncoder;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * Frames to the plugin. What does not fit into the ring waits here. Threads of checks put frames in, the door's thread
 * alone writes the ring.
 */
final class RingSender {
    private record Frame(int type, UnsafeBuffer bytes) {}

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final RingBuffer ring;
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private final Map<String, Integer> topics = new HashMap<>();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    RingSender(RingBuffer ring) {
        this.ring = ring;
    }

    synchronized void answer(long call, Method method, boolean end, MessageLite message) {
        byte[] body = message.toByteArray();
        UnsafeBuffer frame = frame(AnswerEncoder.BLOCK_LENGTH, body);
        new AnswerEncoder()
                .wrapAndApplyHeader(frame, 0, header)
                .call(call)
                .method(method)
                .flags()
                .clear()
                .end(end);
        waiting.add(new Frame(AnswerEncoder.TEMPLATE_ID, frame));
    }

    synchronized void refused(long tag, int topic, Refusal refusal) {
        byte[] body = refusal.getText().getBytes(StandardCharsets.UTF_8);
        UnsafeBuffer frame = frame(RefusedEncoder.BLOCK_LENGTH, body);
        new RefusedEncoder()
                .wrapAndApplyHeader(frame, 0, header)
                .tag(tag)
                .topic(topic)
                .code((short) refusal.getCodeValue());
        waiting.add(new Frame(RefusedEncoder.TEMPLATE_ID, frame));
    }

    synchronized void stored(long tag) {
        UnsafeBuffer frame = frame(StoredEncoder.BLOCK_LENGTH, new byte[0]);
        new StoredEncoder().wrapAndApplyHeader(frame, 0, header).tag(tag);
        waiting.add(new Frame(StoredEncoder.TEMPLATE_ID, frame));
    }

    synchronized void deliver(int subscription, Delivery delivery) {
        MessageHead head = delivery.getHead();
        Integer topic = topics.get(head.getTopic());
        if (topic == null) {
            topic = topics.size() + 1;
            topics.put(head.getTopic(), topic);
            UnsafeBuffer name =
                    frame(TopicNameEncoder.BLOCK_LENGTH, head.getTopic().getBytes(StandardCharsets.US_ASCII));
            new TopicNameEncoder().wrapAndApplyHeader(name, 0, header).topic(topic);
            waiting.add(new Frame(TopicNameEncoder.TEMPLATE_ID, name));
        }
        UnsafeBuffer frame =
                frame(DeliverEncoder.BLOCK_LENGTH, delivery.getPayload().toByteArray());
        ByteBuffer trace =
                ByteBuffer.wrap(head.getTrace().size() == 16 ? head.getTrace().toByteArray() : new byte[16]);
        ByteBuffer span =
                ByteBuffer.wrap(head.getSpan().size() == 8 ? head.getSpan().toByteArray() : new byte[8]);
        new DeliverEncoder()
                .wrapAndApplyHeader(frame, 0, header)
                .delivery(delivery.getDelivery())
                .subscription(subscription)
                .topic(topic)
                .sequence(delivery.getId().getSequence())
                .source(delivery.getId().getSource())
                .schemaId(head.getSchemaId())
                .eventTime(head.getTsEvent())
                .initTime(delivery.getTsInit())
                .publishTime(delivery.getTsPublish())
                .correlation(head.getCorrelation())
                .causationSequence(head.getCausation().getSequence())
                .traceHigh(trace.getLong())
                .traceLow(trace.getLong())
                .span(span.getLong())
                .causationSource(head.getCausation().getSource())
                .schemaVersion(head.getSchemaVersion())
                .attempt((short) delivery.getAttempt())
                .flags()
                .clear()
                .replayed(delivery.getReplayed())
                .duplicatePossible(delivery.getDuplicatePossible());
        waiting.add(new Frame(DeliverEncoder.TEMPLATE_ID, frame));
    }

    private static UnsafeBuffer frame(int block, byte[] body) {
        UnsafeBuffer frame = new UnsafeBuffer(new byte[HEADER + block + body.length]);
        frame.putBytes(HEADER + block, body);
        return frame;
    }

    /** Moves what fits into the ring. Gives how many frames. */
    synchronized int flush() {
        int written = 0;
        while (!waiting.isEmpty()) {
            Frame frame = waiting.peek();
            if (!ring.write(frame.type(), frame.bytes(), 0, frame.bytes().capacity())) {
                break;
            }
            waiting.poll();
            written++;
        }
        return written;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }
}
