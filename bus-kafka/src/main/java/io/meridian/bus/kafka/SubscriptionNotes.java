package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.EngineException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Where named subscriptions resume, and who has them open. Their cursor is the group's committed offsets. That a
 * subscription exists, of which kind it is and whose, is noted with one more offset, of a Kafka topic made for it alone:
 * without the note a partition that has no offset could be one that appeared since, to be read from its beginning, or one
 * from before the subscription was made. The note's number is a sign of life of the owner of a subscription not shared.
 */
final class SubscriptionNotes {
    static final String OWN = "single";
    static final String SHARED = "shared";

    /** An owner that gives no sign of life for so long is dead. */
    static final long DEAD_AFTER_NS = 3_000_000_000L;

    private static final long JOINS_WITHIN_MS = 30_000;
    private static final String NOTE = "meridian 1 ";
    private static final String NOBODY = "nobody";

    private final KafkaEngine engine;
    private final TopicPartition notePartition;
    private final String owner = UUID.randomUUID().toString();
    private long beat;

    SubscriptionNotes(KafkaEngine engine, String notesTopic) {
        this.engine = engine;
        notePartition = new TopicPartition(notesTopic, 0);
    }

    /** What is watched of an owner that may be dead. */
    static final class Watch {
        private String owner;
        private long beat;
        private long sinceNs;
    }

    /** The owner of a note may be dead or alive: ask again a little later. */
    static final class UndecidedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Where each of the partitions goes on; a new subscription is written down first.
     *
     * @throws UndecidedException while it is not clear whether somebody else has it open
     * @throws EngineException when somebody else has
     */
    Map<TopicPartition, Long> resume(
            String group, String kind, List<TopicPartition> partitions, StartAt start, Watch watch, Waiter waiter) {
        Admin admin = engine.admin();
        engine.catalog().want(notePartition.topic(), Profile.DURABLE);
        engine.catalog().create(admin, waiter);
        Map<TopicPartition, OffsetAndMetadata> written =
                waiter.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        OffsetAndMetadata note = written.get(notePartition);
        Map<TopicPartition, Long> resume = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> toWrite = new HashMap<>();
        if (note == null) {
            resume = StartOffsets.of(admin, waiter, partitions, start);
            resume.forEach((partition, offset) -> toWrite.put(partition, new OffsetAndMetadata(offset)));
        } else {
            String other = ownerOf(group, kind, note.metadata());
            if (kind.equals(OWN) && !other.equals(NOBODY) && !other.equals(owner)) {
                watch(group, other, note.offset(), watch);
            }
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata offset = written.get(partition);
                resume.put(partition, offset == null ? 0 : offset.offset());
            }
        }
        if (note == null || kind.equals(OWN)) {
            toWrite.put(notePartition, note(kind, kind.equals(OWN) ? owner : NOBODY));
            write(group, kind, toWrite, waiter);
        }
        return resume;
    }

    private void write(String group, String kind, Map<TopicPartition, OffsetAndMetadata> offsets, Waiter waiter) {
        try {
            waiter.await(
                    engine.admin().alterConsumerGroupOffsets(group, offsets).all());
        } catch (UnknownMemberIdException | GroupNotEmptyException e) {
            if (kind.equals(OWN)) {
                throw new EngineException(
                        "the consumer group " + group
                                + " has members that this platform did not put there. Stop them, or use another name.",
                        e);
            }
        }
    }

    private OffsetAndMetadata note(String kind, String ownerNow) {
        return new OffsetAndMetadata(beat, NOTE + kind + " " + ownerNow);
    }

    private static String ownerOf(String group, String kind, String note) {
        String[] words = note == null ? new String[0] : note.split(" ");
        if (words.length != 4 || !note.startsWith(NOTE)) {
            throw new EngineException("the cursor of group " + group + " is corrupt: its note says \"" + note
                    + "\". Delete the group to begin anew (kafka-consumer-groups.sh --delete --group " + group
                    + "), which forgets what was confirmed, or use another name.");
        }
        if (!words[2].equals(kind)) {
            throw new EngineException(
                    "group " + group + " belongs to a " + words[2] + " subscription, but is asked for as "
                            + kind + ". Ask for it as it was made, use another name, or delete the group "
                            + "(kafka-consumer-groups.sh --delete --group " + group + ").");
        }
        return words[3];
    }

    private static void watch(String group, String other, long otherBeat, Watch watch) {
        long now = System.nanoTime();
        if (!other.equals(watch.owner)) {
            watch.owner = other;
            watch.beat = otherBeat;
            watch.sinceNs = now;
        }
        if (otherBeat != watch.beat) {
            throw new EngineException(
                    "the subscription of group " + group + " is open in another process, and it is not "
                            + "shared. Close it there first, ask for both as shared, or use another name.");
        }
        if (now - watch.sinceNs < DEAD_AFTER_NS) {
            throw new UndecidedException();
        }
    }

    /** What the last commit of an own subscription adds: that nobody has it any more. */
    void addRelease(Map<TopicPartition, OffsetAndMetadata> commit) {
        commit.put(notePartition, note(OWN, NOBODY));
    }

    /** Gives a sign of life for each of these, and finds out whether somebody took one over. By the link's thread. */
    void beat(Collection<AssignedSubscription> open, Waiter waiter) {
        if (open.isEmpty()) {
            return;
        }
        beat++;
        Map<String, ListConsumerGroupOffsetsSpec> specs = new HashMap<>();
        open.forEach(subscription -> specs.put(
                subscription.group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(notePartition))));
        var result = engine.admin().listConsumerGroupOffsets(specs);
        Map<String, KafkaFuture<Void>> writing = new HashMap<>();
        for (AssignedSubscription subscription : open) {
            String group = subscription.group;
            OffsetAndMetadata note =
                    waiter.await(result.partitionsToOffsetAndMetadata(group)).get(notePartition);
            if (note != null && !note.metadata().endsWith(" " + owner)) {
                if (!subscription.isClosing()) {
                    subscription.takenOver();
                }
            } else if (!subscription.isClosing()) {
                writing.put(
                        group,
                        engine.admin()
                                .alterConsumerGroupOffsets(group, Map.of(notePartition, note(OWN, owner)))
                                .all());
            }
        }
        writing.values().forEach(waiter::await);
    }

    /**
     * A group on the fast profile has no past: when nobody is in it, it begins with what comes next. A member joins only
     * when it polls first, so the note has the time at which somebody began; while that is recent, the place is his.
     */
    void beginFastGroup(String group, List<TopicPartition> partitions, StartAt start, Waiter waiter) {
        Admin admin = engine.admin();
        engine.catalog().want(notePartition.topic(), Profile.DURABLE);
        engine.catalog().create(admin, waiter);
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
        OffsetAndMetadata note = waiter.await(
                        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .get(notePartition);
        long nowMs = engine.epochNs() / 1_000_000;
        if (note != null && nowMs - note.offset() < JOINS_WITHIN_MS) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
        StartOffsets.of(admin, waiter, partitions, start)
                .forEach((partition, offset) -> first.put(partition, new OffsetAndMetadata(offset)));
        first.put(notePartition, new OffsetAndMetadata(Math.max(0, nowMs), NOTE + SHARED + " " + NOBODY));
        // Refused when somebody joined in between; then the group begins where that one did.
        write(group, SHARED, first, waiter);
    }

    /** A member has left. When it was the last one, who comes next begins anew; otherwise this is refused. */
    void endFastGroup(String group, Waiter waiter) {
        write(group, SHARED, Map.of(notePartition, new OffsetAndMetadata(0, NOTE + SHARED + " " + NOBODY)), waiter);
    }
}
