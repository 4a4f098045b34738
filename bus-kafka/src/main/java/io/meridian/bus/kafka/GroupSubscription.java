package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.kafka.KeyFilter.Key;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A member of a consumer group: Kafka gives each member partitions, and moves them when members come and go. What a member
 * has confirmed is written down before a partition leaves it; what it has not is handed out again elsewhere.
 */
final class GroupSubscription extends KafkaSubscription {
    private Set<String> topics = Set.of();

    GroupSubscription(KafkaEngine engine, SubscriptionRequest request, String group) {
        super(engine, request, group);
    }

    @Override
    void prepare(Waiter waiter) {
        List<TopicPartition> partitions = engine.catalog().partitions(request.profile(), request.pattern());
        if (request.profile() == Profile.FAST) {
            engine.notes().beginFastGroup(group, partitions, start(), waiter);
        } else {
            engine.notes().resume(group, SubscriptionNotes.SHARED, partitions, start(), null, waiter);
        }
    }

    @Override
    void begin(KafkaConsumer<Key, ByteBuffer> fresh) {
        subscribe(fresh);
    }

    @Override
    void followCatalog(KafkaConsumer<Key, ByteBuffer> own) {
        subscribe(own);
    }

    private void subscribe(KafkaConsumer<Key, ByteBuffer> own) {
        Set<String> now = engine.catalog().partitions(request.profile(), request.pattern()).stream()
                .map(TopicPartition::topic)
                .collect(Collectors.toSet());
        if (!now.equals(topics)) {
            topics = now;
            own.subscribe(now, new Moves(own));
        }
    }

    @Override
    void ended() {
        if (request.profile() == Profile.FAST && engine.isConnected()) {
            try {
                engine.notes().endFastGroup(group, engine.waiter());
            } catch (LinkLostException | KafkaException e) {
                // Then the next member may get what was published in between.
                return;
            }
        }
    }

    @Override
    boolean hasSource() {
        return !topics.isEmpty();
    }

    /** Called inside the consumer's poll, when the last batch is used up. */
    private final class Moves implements ConsumerRebalanceListener {
        private final KafkaConsumer<Key, ByteBuffer> own;

        Moves(KafkaConsumer<Key, ByteBuffer> own) {
            this.own = own;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // The consumer goes on where the group's cursor is; where that is shows with the first record.
            partitions.forEach(partition -> cursor.add(partition, -1));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> leaving = new HashMap<>(cursor.toCommit(false));
            leaving.keySet().retainAll(partitions);
            commits.writeAndWait(own, leaving);
            partitions.forEach(cursor::remove);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            partitions.forEach(cursor::remove);
        }
    }
}
