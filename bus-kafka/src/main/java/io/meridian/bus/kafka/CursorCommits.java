package io.meridian.bus.kafka;

import io.meridian.bus.kafka.KeyFilter.Key;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** Writes the cursor of a named subscription down in the cluster. By the thread that polls it. */
final class CursorCommits {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final KafkaEngine engine;
    private final Cursor cursor;
    private final KafkaSubscription subscription;
    private long nextNs;

    CursorCommits(KafkaEngine engine, Cursor cursor, KafkaSubscription subscription) {
        this.engine = engine;
        this.cursor = cursor;
        this.subscription = subscription;
    }

    /** What was confirmed since the last time, when that is long enough ago. */
    void writeWhenDue(KafkaConsumer<Key, ByteBuffer> consumer) {
        long now = System.nanoTime();
        if (now - nextNs < 0) {
            return;
        }
        nextNs = now + engine.config().commitIntervalNs();
        Map<TopicPartition, OffsetAndMetadata> commit = cursor.toCommit(false);
        if (!commit.isEmpty()) {
            consumer.commitAsync(commit, (written, failure) -> {
                if (failure == null) {
                    cursor.committed(written);
                } else if (!Failures.isPassing(failure)) {
                    tell(failure);
                }
            });
        }
    }

    /** Waits for it, as far as the cluster is there. */
    void writeAndWait(KafkaConsumer<Key, ByteBuffer> consumer, Map<TopicPartition, OffsetAndMetadata> commit) {
        if (commit.isEmpty() || !engine.isConnected()) {
            return;
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                consumer.commitSync(commit, TIMEOUT);
                cursor.committed(commit);
                return;
            } catch (WakeupException e) {
                // Left over from waking the poller: the second attempt goes through.
                continue;
            } catch (KafkaException e) {
                if (!Failures.isPassing(e)) {
                    tell(e);
                }
                return;
            }
        }
    }

    private void tell(Exception failure) {
        engine.episodes()
                .begin("commit " + subscription, Failures.tell("writing down the cursor of " + subscription, failure));
    }
}
