package io.meridian.sidecar.memory;

import io.meridian.bus.topic.Topic;
import io.meridian.plugin.contract.frames.AnswerEncoder;
import io.meridian.plugin.contract.frames.DeliverEncoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.frames.RefusedEncoder;
import io.meridian.plugin.contract.frames.StoredEncoder;
import io.meridian.plugin.contract.frames.TopicNameEncoder;
import io.meridian.sidecar.session.Delivered;
import java.util.ArrayDeque;
import org.agrona.collections.Object2IntHashMap;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the frames of one session to the plugin. Deliveries leave some room free, so that an answer finds its way though
 * the plugin is slow; an answer that finds none waits here.
 */
final class FrameWriter {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int NO_TOPIC = 0;

    private final RingWriter ring;
    private final AtomicBuffer buffer;
    private final int reserve;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final DeliverEncoder deliver = new DeliverEncoder();
    private final StoredEncoder stored = new StoredEncoder();
    private final TopicNameEncoder topicName = new TopicNameEncoder();
    private final Object2IntHashMap<Topic> topics = new Object2IntHashMap<>(NO_TOPIC);
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private Topic lastTopic;
    private int lastNumber;
    private boolean closed;

    private record Waiting(int type, byte[] frame) {}

    FrameWriter(RingWriter ring) {
        this.ring = ring;
        buffer = ring.buffer();
        reserve = ring.longest() / 2;
    }

    /** Writes nothing more: the memory is about to be unmapped, and answers may still be on their way here. */
    void close() {
        closed = true;
        waiting.clear();
    }

    /** Whether answers wait for room. */
    boolean isBehind() {
        return !waiting.isEmpty();
    }

    /** Writes what waits, as far as there is room. */
    int drain() {
        int done = 0;
        Waiting next;
        while ((next = waiting.peek()) != null && ring.offer(next.type, next.frame, next.frame.length)) {
            waiting.poll();
            done++;
        }
        return done;
    }

    /** False when there is no room now, or when it is too long ever to fit, which {@link #fits} tells. */
    boolean deliver(Delivered message) {
        if (closed || !waiting.isEmpty()) {
            return false;
        }
        int topic = message.topic() == lastTopic ? lastNumber : number(message.topic());
        if (topic == NO_TOPIC) {
            return false;
        }
        int fixed = HEADER + DeliverEncoder.BLOCK_LENGTH;
        int at = ring.claim(fixed + message.length(), reserve);
        if (at < 0) {
            return false;
        }
        deliver.wrapAndApplyHeader(buffer, at, header)
                .delivery(message.delivery())
                .subscription(message.subscription())
                .topic(topic)
                .sequence(message.sequence())
                .source(message.source())
                .schemaId(message.schemaId())
                .eventTime(message.eventTime())
                .initTime(message.initTime())
                .publishTime(message.publishTime())
                .correlation(message.correlation())
                .causationSequence(message.causationSequence())
                .traceHigh(message.traceHigh())
                .traceLow(message.traceLow())
                .span(message.span())
                .causationSource(message.causationSource())
                .schemaVersion(message.schemaVersion())
                .attempt((short) message.attempt())
                .flags()
                .clear()
                .replayed(message.isReplayed())
                .duplicatePossible(message.isDuplicatePossible());
        buffer.putBytes(at + fixed, message.payload(), message.offset(), message.length());
        ring.commit(DeliverEncoder.TEMPLATE_ID);
        return true;
    }

    /** Whether a message of so many bytes can ever be delivered through this ring. */
    boolean fits(int payloadLength) {
        return HEADER + DeliverEncoder.BLOCK_LENGTH + payloadLength <= ring.longest();
    }

    /** The topic's number, telling its name first when it is new; {@link #NO_TOPIC} when there is no room now. */
    private int number(Topic topic) {
        int number = topics.getValue(topic);
        if (number == NO_TOPIC) {
            int fixed = HEADER + TopicNameEncoder.BLOCK_LENGTH;
            int at = ring.claim(fixed + topic.length(), reserve);
            if (at < 0) {
                return NO_TOPIC;
            }
            number = topics.size() + 1;
            topicName.wrapAndApplyHeader(buffer, at, header).topic(number);
            topic.putTo(buffer, at + fixed);
            ring.commit(TopicNameEncoder.TEMPLATE_ID);
            topics.put(topic, number);
        }
        lastTopic = topic;
        lastNumber = number;
        return number;
    }

    /** False when there is no room now. */
    boolean stored(long tag) {
        if (closed || !waiting.isEmpty()) {
            return false;
        }
        int at = ring.claim(HEADER + StoredEncoder.BLOCK_LENGTH, 0);
        if (at < 0) {
            return false;
        }
        stored.wrapAndApplyHeader(buffer, at, header).tag(tag);
        ring.commit(StoredEncoder.TEMPLATE_ID);
        return true;
    }

    /** Says that a Publish was not published. Always taken. */
    void refused(long tag, int topic, int code, byte[] text) {
        int fixed = HEADER + RefusedEncoder.BLOCK_LENGTH;
        byte[] frame = new byte[fixed + Math.min(text.length, ring.longest() - fixed)];
        UnsafeBuffer bytes = new UnsafeBuffer(frame);
        new RefusedEncoder()
                .wrapAndApplyHeader(bytes, 0, header)
                .tag(tag)
                .topic(topic)
                .code((short) code);
        bytes.putBytes(fixed, text, 0, frame.length - fixed);
        send(RefusedEncoder.TEMPLATE_ID, frame);
    }

    /** Answers a call. Returns false when the answer is too long for this ring. */
    boolean answer(long call, Method method, boolean end, byte[] message) {
        int fixed = HEADER + AnswerEncoder.BLOCK_LENGTH;
        if (fixed + message.length > ring.longest()) {
            return false;
        }
        byte[] frame = new byte[fixed + message.length];
        UnsafeBuffer bytes = new UnsafeBuffer(frame);
        new AnswerEncoder()
                .wrapAndApplyHeader(bytes, 0, header)
                .call(call)
                .method(method)
                .flags()
                .clear()
                .end(end);
        bytes.putBytes(fixed, message);
        send(AnswerEncoder.TEMPLATE_ID, frame);
        return true;
    }

    private void send(int type, byte[] frame) {
        if (closed) {
            return;
        }
        if (!waiting.isEmpty() || !ring.offer(type, frame, frame.length)) {
            waiting.add(new Waiting(type, frame));
        }
    }
}
