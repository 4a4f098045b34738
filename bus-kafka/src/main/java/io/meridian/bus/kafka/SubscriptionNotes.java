package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.EngineException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Where named subscriptions resume. Their cursor is the group's committed offsets; that a subscription exists, and of which
 * kind it is, is noted with an offset of a Kafka topic made for it alone. Without the note a partition that has no offset
 * could be one that appeared since, to be read from its beginning, or one from before the subscription was made.
 */
final class SubscriptionNotes {
    static final String OWN = "one member at a time";
    static final String SHARED = "shared";

    private static final String NOTE = "meridian 1 ";

    private final KafkaEngine engine;
    private final TopicPartition notePartition;

    SubscriptionNotes(KafkaEngine engine, String notesTopic) {
        this.engine = engine;
        notePartition = new TopicPartition(notesTopic, 0);
    }

    /** Where each of the partitions goes on; a new subscription is written down first. */
    Map<TopicPartition, Long> resume(
            String group, String kind, List<TopicPartition> partitions, StartAt start, Waiter waiter) {
        Admin admin = engine.admin();
        engine.catalog().want(notePartition.topic(), Profile.DURABLE);
        engine.catalog().create(admin, waiter);
        Map<TopicPartition, OffsetAndMetadata> written =
                waiter.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        OffsetAndMetadata note = written.get(notePartition);
        if (note == null) {
            return begin(group, kind, partitions, start, waiter);
        }
        checkNote(group, kind, note.metadata());
        Map<TopicPartition, Long> resume = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = written.get(partition);
            resume.put(partition, offset == null ? 0 : offset.offset());
        }
        return resume;
    }

    private Map<TopicPartition, Long> begin(
            String group, String kind, List<TopicPartition> partitions, StartAt start, Waiter waiter) {
        Map<TopicPartition, Long> starts = StartOffsets.of(engine.admin(), waiter, partitions, start);
        Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
        starts.forEach((partition, offset) -> first.put(partition, new OffsetAndMetadata(offset)));
        first.put(notePartition, new OffsetAndMetadata(0, NOTE + kind));
        try {
            waiter.await(engine.admin().alterConsumerGroupOffsets(group, first).all());
        } catch (UnknownMemberIdException | GroupNotEmptyException e) {
            if (kind.equals(OWN)) {
                throw new EngineException(
                        "the consumer group " + group
                                + " has members that this platform did not put there. Stop them, or use "
                                + "another name.",
                        e);
            }
        }
        return starts;
    }

    private static void checkNote(String group, String kind, String note) {
        if (note == null || !note.startsWith(NOTE)) {
            throw new EngineException("the cursor of group " + group + " is corrupt: its note says \"" + note
                    + "\". Delete the group to begin anew (kafka-consumer-groups.sh --delete --group " + group
                    + "), which forgets what was confirmed, or use another name.");
        }
        String other = note.substring(NOTE.length());
        if (!other.equals(kind)) {
            throw new EngineException("group " + group + " belongs to a subscription that is \"" + other
                    + "\", but it is asked for as \"" + kind
                    + "\". Ask for it as it was made, use another name, or delete the "
                    + "group (kafka-consumer-groups.sh --delete --group " + group + ").");
        }
    }

    /** A group on the fast profile has no past: when nobody is in it, it begins with what comes next. */
    void beginFastGroup(String group, List<TopicPartition> partitions, Waiter waiter) {
        Admin admin = engine.admin();
        try {
            var description = waiter.await(admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group));
            if (!description.members().isEmpty()) {
                return;
            }
        } catch (GroupIdNotFoundException e) {
            // Nobody has ever been in it.
        }
        Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
        StartOffsets.of(admin, waiter, partitions, StartAt.LATEST)
                .forEach((partition, offset) -> first.put(partition, new OffsetAndMetadata(offset)));
        if (first.isEmpty()) {
            return;
        }
        try {
            waiter.await(admin.alterConsumerGroupOffsets(group, first).all());
        } catch (UnknownMemberIdException | GroupNotEmptyException e) {
            // Somebody joined in between, and begins there.
        }
    }
}
