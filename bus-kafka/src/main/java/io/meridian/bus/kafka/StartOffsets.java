package io.meridian.bus.kafka;

import io.meridian.bus.delivery.StartAt;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Where in each partition a new subscription begins. */
final class StartOffsets {
    private StartOffsets() {}

    static Map<TopicPartition, Long> of(
            Admin admin, Waiter waiter, Collection<TopicPartition> partitions, StartAt start) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (partitions.isEmpty()) {
            return offsets;
        }
        switch (start.kind()) {
            case EARLIEST, SEQUENCE -> ask(admin, waiter, partitions, OffsetSpec.earliest(), offsets);
            case LATEST -> ask(admin, waiter, partitions, OffsetSpec.latest(), offsets);
            case TIME -> {
                // Where nothing is that young, what comes next is. The end is asked for first: what is published
                // between
                // the two questions is then found by the second.
                Map<TopicPartition, Long> ends = new HashMap<>();
                ask(admin, waiter, partitions, OffsetSpec.latest(), ends);
                ask(admin, waiter, partitions, OffsetSpec.forTimestamp(start.value() / 1_000_000), offsets);
                offsets.replaceAll((partition, offset) -> offset < 0 ? ends.get(partition) : offset);
            }
        }
        return offsets;
    }

    private static void ask(
            Admin admin,
            Waiter waiter,
            Collection<TopicPartition> partitions,
            OffsetSpec spec,
            Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetSpec> query = new HashMap<>();
        partitions.forEach(partition -> query.put(partition, spec));
        ListOffsetsResult result = admin.listOffsets(query);
        for (TopicPartition partition : partitions) {
            offsets.put(
                    partition, waiter.await(result.partitionResult(partition)).offset());
        }
    }
}
