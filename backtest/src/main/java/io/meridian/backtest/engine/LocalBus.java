package io.meridian.backtest.engine;

import io.meridian.plugin.contract.frames.DeliverDecoder;
import io.meridian.plugin.contract.frames.DeliverEncoder;
import io.meridian.plugin.contract.frames.MessageHeaderDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderEncoder;
import io.meridian.sdk.TopicRules;
import io.meridian.sdk.event.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bus of one process: messages go to all who subscribed, in the order in which they were published, one at a time. Nothing is lost or
 * late, so there are no profiles, and nobody is pushed back.
 */
final class LocalBus {
    static final int HEAD = MessageHeaderEncoder.ENCODED_LENGTH + DeliverEncoder.BLOCK_LENGTH;

    private static final int LENGTH_FIELD = Long.BYTES;
    private static final int FIRST_CAPACITY = 1 << 16;

    private final Map<String, LocalTopic> topics = new HashMap<>();
    private final List<LocalTopic> byNumber = new ArrayList<>();
    private final List<Interest> interests = new ArrayList<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final DeliverEncoder frame = new DeliverEncoder();
    private final DeliverDecoder read = new DeliverDecoder();
    private UnsafeBuffer queue = new UnsafeBuffer(new byte[FIRST_CAPACITY]);
    private int head;
    private int tail;
    private boolean claimed;
    private int changes;
    private int ahead = -1;
    private long traces;

    private record Interest(String pattern, Hearer hearer) {}

    // Who hears what.

    LocalTopic topic(String name) {
        LocalTopic topic = topics.get(name);
        if (topic == null) {
            topic = new LocalTopic(TopicRules.requireTopic(name), byNumber.size());
            topics.put(name, topic);
            byNumber.add(topic);
        }
        return topic;
    }

    void subscribe(String pattern, Hearer hearer) {
        Interest interest = new Interest(TopicRules.requirePattern(pattern), hearer);
        if (ahead < 0) {
            interests.add(interest);
        } else {
            interests.add(ahead++, interest);
        }
        changes++;
    }

    /** Who subscribes from now on hears everything before those who did so after a place in the line. @param place -1: the end of the line again */
    void subscribeAt(int place) {
        ahead = place;
    }

    /** How many interests there are: the place of the next. */
    int places() {
        return interests.size();
    }

    void unsubscribe(Hearer hearer) {
        interests.removeIf(interest -> interest.hearer == hearer);
        changes++;
    }

    int changes() {
        return changes;
    }

    Hearer[] hearersOf(String topic) {
        List<Hearer> hearers = new ArrayList<>();
        for (Interest interest : interests) {
            if (TopicRules.covers(interest.pattern, topic)) {
                hearers.add(interest.hearer);
            }
        }
        return hearers.toArray(Hearer[]::new);
    }

    // Publishing.

    /** Room for a payload at {@link #payloadAt} of {@link #buffer}; to be committed or aborted before anything else. */
    void claim(int length) {
        if (claimed) {
            throw new IllegalStateException("a claim was neither committed nor aborted before the next message");
        }
        int end = tail + LENGTH_FIELD + HEAD + length;
        if (end > queue.capacity()) {
            // A new buffer, since the old one may be read by a handler right now.
            UnsafeBuffer larger = new UnsafeBuffer(new byte[Math.max(end, 2 * queue.capacity())]);
            larger.putBytes(0, queue, 0, tail);
            queue = larger;
        }
        queue.putInt(tail, HEAD + length);
        frame.wrapAndApplyHeader(queue, tail + LENGTH_FIELD, header);
        frame.attempt((short) 1).flags().clear();
        claimed = true;
    }

    /** Room for a payload, with these bytes in it. */
    void claim(DirectBuffer from, int offset, int length) {
        claim(length);
        queue.putBytes(payloadAt(), from, offset, length);
    }

    boolean isClaimed() {
        return claimed;
    }

    MutableDirectBuffer buffer() {
        return queue;
    }

    int payloadAt() {
        return tail + LENGTH_FIELD + HEAD;
    }

    /** What is claimed, for what travels beside the payload. */
    DeliverEncoder claim() {
        return frame;
    }

    void abort() {
        claimed = false;
    }

    /**
     * Puts what is claimed in line.
     *
     * @param cause the message that is being handled, or null
     */
    void commit(LocalTopic topic, int source, int schemaId, int schemaVersion, long nowNs, Message cause) {
        frame.topic(topic.number)
                .source(source)
                .sequence(topic.nextSequence(source))
                .schemaId(schemaId)
                .schemaVersion(schemaVersion)
                .initTime(nowNs)
                .publishTime(nowNs);
        if (cause == null) {
            frame.causationSequence(0).causationSource(0).traceHigh(0).traceLow(++traces);
        } else {
            frame.causationSequence(cause.sequence())
                    .causationSource(cause.source())
                    .traceHigh(cause.traceHigh())
                    .traceLow(cause.traceLow());
        }
        tail = BitUtil.align(tail + LENGTH_FIELD + queue.getInt(tail), Long.BYTES);
        claimed = false;
    }

    // Delivery.

    /** To be run before the next message is delivered. */
    void later(Runnable task) {
        tasks.add(task);
    }

    boolean hasWork() {
        return head != tail || !tasks.isEmpty();
    }

    /** Runs what is to be done later, or delivers the next message. @return false when there is nothing to do */
    boolean step() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
            return true;
        }
        if (head == tail) {
            head = 0;
            tail = 0;
            return false;
        }
        UnsafeBuffer from = queue;
        int at = head + LENGTH_FIELD;
        int length = from.getInt(head);
        head = BitUtil.align(at + length, Long.BYTES);
        read.wrap(
                from,
                at + MessageHeaderDecoder.ENCODED_LENGTH,
                DeliverDecoder.BLOCK_LENGTH,
                DeliverDecoder.SCHEMA_VERSION);
        LocalTopic topic = byNumber.get(read.topic());
        for (Hearer hearer : topic.hearers(this)) {
            hearer.hear(topic, from, at, length);
        }
        return true;
    }
}
