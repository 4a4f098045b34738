package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.kafka.KeyFilter.Key;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads every partition that may carry its topics, alone; with a name it keeps a cursor, without being a member of a group. */
final class AssignedSubscription extends KafkaSubscription {
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final SubscriptionNotes.Watch watch = new SubscriptionNotes.Watch();
    private Map<TopicPartition, Long> starts = Map.of();

    AssignedSubscription(KafkaEngine engine, SubscriptionRequest request, String group) {
        super(engine, request, group);
    }

    /** Of the past, which only the durable profile has, nothing may be missed: there all partitions are read. */
    private List<TopicPartition> sources() {
        return request.profile() == Profile.FAST
                ? engine.catalog().narrowPartitions(Profile.FAST, request.pattern())
                : engine.catalog().partitions(request.profile(), request.pattern());
    }

    @Override
    void prepare(Waiter waiter) {
        List<TopicPartition> partitions = sources();
        starts = group == null
                ? StartOffsets.of(engine.admin(), waiter, partitions, start())
                : engine.notes().resume(group, SubscriptionNotes.OWN, partitions, start(), watch, waiter);
    }

    @Override
    void begin(KafkaConsumer<Key, ByteBuffer> fresh) {
        starts.forEach(cursor::add);
        assigned.addAll(starts.keySet());
        fresh.assign(assigned);
        starts.forEach(fresh::seek);
    }

    /** Another process took this subscription for dead: it is the owner now. */
    void takenOver() {
        stop(new EngineException(
                "the " + this + " was opened by another process while this one could not be reached; it "
                        + "delivers there now and no longer here. Close it here, and give each process its own name."));
    }

    @Override
    void followCatalog(KafkaConsumer<Key, ByteBuffer> own) {
        Set<TopicPartition> now = new HashSet<>(sources());
        if (now.equals(assigned)) {
            return;
        }
        Set<TopicPartition> added = new HashSet<>(now);
        added.removeAll(assigned);
        assigned.removeAll(now);
        assigned.forEach(cursor::remove);
        assigned.clear();
        assigned.addAll(now);
        own.assign(now);
        for (TopicPartition partition : added) {
            cursor.add(partition, 0);
            own.seek(partition, 0);
        }
    }

    @Override
    boolean hasSource() {
        return !assigned.isEmpty();
    }
}
