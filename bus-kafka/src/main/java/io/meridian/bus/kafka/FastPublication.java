package io.meridian.bus.kafka;

import io.meridian.bus.topic.Topic;
import org.agrona.DirectBuffer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Publishes and forgets: an accepted message is in the producer's buffer, and what fails later is told, not repeated. */
final class FastPublication extends KafkaPublication implements Callback {
    private volatile boolean failing;
    private long offered;

    FastPublication(KafkaEngine engine, ProducerSlot slot, Topic topic, KafkaTopic kafkaTopic) {
        super(engine, slot, topic, kafkaTopic);
    }

    @Override
    public long offer(DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
        long result = send(slot.producer, this, header, headerLength, payload, offset, length);
        return result < 0 ? result : ++offered;
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception failure) {
        if (failure == null) {
            if (failing) {
                failing = false;
                engine.episodes().end("publish " + kafkaTopic);
            }
        } else if (!isRefusal(failure) && !isClosed()) {
            failing = true;
            tellFailure(failure);
        }
    }

    @Override
    boolean followsPartitions() {
        // Subscriptions to this topic alone look for it where it belongs now.
        return true;
    }

    @Override
    public long confirmedPosition() {
        return offered;
    }
}
