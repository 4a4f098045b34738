package io.meridian.bus.kafka;

import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.topic.Topic;
import org.agrona.DirectBuffer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;

/** What publications of both profiles share: one record a message, handed to the producer without ever waiting. */
abstract class KafkaPublication implements EnginePublication {
    /** After the producer's buffer was full, how long it is not asked again: each refusal costs it an exception. */
    private static final long FULL_PAUSE_NS = 200_000L;

    final KafkaEngine engine;
    final ProducerSlot slot;
    final Topic topic;
    final KafkaTopic kafkaTopic;
    private final RecordHeaders headers;
    private final int maxFrame;
    private final byte[] key;
    private RecordView record;
    private int partitions;
    private byte[] payloadRoom = new byte[0];
    private long fullUntilNs;
    private boolean wasFull;
    private boolean sending;
    private Thread sender;
    private Exception refusal;
    private volatile boolean closed;

    KafkaPublication(KafkaEngine engine, ProducerSlot slot, Topic topic, KafkaTopic kafkaTopic) {
        this.engine = engine;
        this.slot = slot;
        this.topic = topic;
        this.kafkaTopic = kafkaTopic;
        key = AsciiText.of(topic.name());
        headers = new RecordHeaders(engine.config().headers(slot.profile), topic);
        maxFrame = engine.config().maxPayload() + ClientConfig.ENVELOPE_ROOM;
    }

    @Override
    public final TopicNaming naming() {
        return TopicNaming.BY_ENGINE;
    }

    /** Gives one record to the producer; returns 0, or a result code. */
    final long send(
            KafkaProducer<byte[], byte[]> producer,
            Callback callback,
            DirectBuffer header,
            int headerLength,
            DirectBuffer payload,
            int offset,
            int length) {
        if (closed) {
            return PublishResult.CLOSED;
        }
        if (headerLength + length > maxFrame) {
            return PublishResult.TOO_LARGE;
        }
        if (!engine.isConnected() || !kafkaTopic.sendable || kafkaTopic.refusal != null) {
            return PublishResult.NOT_CONNECTED;
        }
        if (wasFull) {
            if (System.nanoTime() - fullUntilNs < 0) {
                return PublishResult.BACK_PRESSURED;
            }
            wasFull = false;
        }
        int partitionsNow = kafkaTopic.partitions;
        if (partitionsNow == 0) {
            // Deleted this very moment.
            return PublishResult.NOT_CONNECTED;
        }
        if (partitionsNow != partitions && (record == null || followsPartitions())) {
            partitions = partitionsNow;
            record = new RecordView(kafkaTopic.name, KafkaNames.partition(topic, partitionsNow), key);
        }
        Header[] all = headers.of(header, headerLength);
        byte[] value = payloadRoom;
        if (value.length != length) {
            value = new byte[length];
            payloadRoom = value;
        }
        payload.getBytes(offset, value);
        record.set(headers.publishTimeMs(), value, all);
        return send(producer, callback);
    }

    private long send(KafkaProducer<byte[], byte[]> producer, Callback callback) {
        sending = true;
        refusal = null;
        sender = Thread.currentThread();
        try {
            producer.send(record, callback);
        } catch (KafkaException | IllegalStateException e) {
            // Not told through the callback: the producer itself is beyond help.
            slot.giveUp(producer);
            engine.signal();
            return PublishResult.NOT_CONNECTED;
        } finally {
            sending = false;
        }
        return refusal == null ? 0 : refused(refusal);
    }

    /**
     * For callbacks: whether this failure belongs to the send that is going on in this very thread, which then answers
     * with a result code.
     */
    final boolean isRefusal(Exception failure) {
        if (sender == Thread.currentThread() && sending) {
            refusal = failure;
            return true;
        }
        return false;
    }

    private long refused(Exception failure) {
        switch (failure) {
            case RecordTooLargeException tooLarge -> {
                return PublishResult.TOO_LARGE;
            }
            case TimeoutException full -> {
                // The buffer is full, or the producer has to learn again where the topic is.
                wasFull = true;
                fullUntilNs = System.nanoTime() + FULL_PAUSE_NS;
                return PublishResult.BACK_PRESSURED;
            }
            case InvalidTopicException invalid -> kafkaTopic.refusal = invalid.getMessage();
            default -> {}
        }
        engine.episodes()
                .begin("publish " + kafkaTopic, Failures.tell("publishing to the Kafka topic " + kafkaTopic, failure));
        wasFull = true;
        fullUntilNs = System.nanoTime() + 1_000_000_000L;
        return PublishResult.NOT_CONNECTED;
    }

    /** Tells of a failed delivery, and asks for another producer where this one is finished. */
    final void tellFailure(Exception failure) {
        if (Failures.endsProducer(failure)) {
            slot.giveUp(slot.producer);
            engine.signal();
        }
        engine.episodes()
                .begin("publish " + kafkaTopic, Failures.tell("publishing to the Kafka topic " + kafkaTopic, failure));
    }

    /** Whether it goes to another partition when somebody adds some. */
    abstract boolean followsPartitions();

    final boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        engine.released(this);
    }
}
