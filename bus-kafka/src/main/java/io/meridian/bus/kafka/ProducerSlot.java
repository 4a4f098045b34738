package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Profile;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;

/** The producer of one profile, shared by its publications. It is replaced when it fails for good. */
final class ProducerSlot {
    final Profile profile;

    /** Null until a broker was found. */
    volatile KafkaProducer<byte[], byte[]> producer;

    private volatile KafkaProducer<byte[], byte[]> broken;

    ProducerSlot(Profile profile) {
        this.profile = profile;
    }

    /** Asks for a replacement of this one; the link makes it. */
    void giveUp(KafkaProducer<byte[], byte[]> failed) {
        if (failed != null && failed == producer) {
            broken = failed;
        }
    }

    /** Makes the first producer, or a new one when the last is broken. By the link's thread alone. */
    boolean renew(Map<String, Object> config) {
        KafkaProducer<byte[], byte[]> last = producer;
        if (last != null && last != broken) {
            return false;
        }
        KafkaProducer<byte[], byte[]> next = new KafkaProducer<>(config);
        producer = next;
        broken = null;
        if (last != null) {
            last.close(Duration.ZERO);
        }
        return true;
    }

    void close(Duration timeout) {
        KafkaProducer<byte[], byte[]> last = producer;
        if (last != null) {
            last.close(timeout);
        }
    }
}
