package io.meridian.bus.kafka;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What of a named subscription was handed over and what was confirmed. The bus confirms by one growing number, Kafka keeps
 * an offset a partition: a ring in between remembers which number stands for which offset. For one thread.
 */
final class Cursor {
    /** One partition. */
    static final class Place {
        final TopicPartition partition;

        /** After the last record that was looked at, wanted or not. */
        long next;

        private long confirmedTo;
        private long committed = -1;
        private int outstanding;

        Place(TopicPartition partition, long next) {
            this.partition = partition;
            this.next = next;
            confirmedTo = next;
        }

        /** Where a successor would begin: before the first record that was handed over and not confirmed. */
        long resumeAt() {
            return outstanding == 0 ? next : confirmedTo;
        }
    }

    private final Map<TopicPartition, Place> places = new HashMap<>();
    private Place[] owners = new Place[1024];
    private long[] offsets = new long[1024];
    private long handed;
    private long confirmed;

    /** Begins a partition, or begins it anew. */
    void add(TopicPartition partition, long next) {
        remove(partition);
        places.put(partition, new Place(partition, next));
    }

    /** Forgets a partition: what was handed over of it is somebody else's now. */
    void remove(TopicPartition partition) {
        places.remove(partition);
    }

    Place place(TopicPartition partition) {
        return places.get(partition);
    }

    Collection<Place> places() {
        return places.values();
    }

    /** Notes that the record at {@code offset} is handed over, and numbers it. */
    long handOver(Place place, long offset) {
        if (handed - confirmed == offsets.length) {
            grow();
        }
        int index = (int) handed & offsets.length - 1;
        if (place.outstanding == 0) {
            place.confirmedTo = offset;
        }
        owners[index] = place;
        offsets[index] = offset;
        place.outstanding++;
        return ++handed;
    }

    /** Everything numbered up to this is done with. */
    void confirm(long position) {
        long last = Math.min(position, handed);
        while (confirmed < last) {
            int index = (int) confirmed & offsets.length - 1;
            Place place = owners[index];
            place.outstanding--;
            place.confirmedTo = offsets[index] + 1;
            owners[index] = null;
            confirmed++;
        }
    }

    /** What a commit would have to say: places whose resume point moved since it was last written down. */
    Map<TopicPartition, OffsetAndMetadata> toCommit(boolean all) {
        Map<TopicPartition, OffsetAndMetadata> commit = new HashMap<>();
        for (Place place : places.values()) {
            long resume = place.resumeAt();
            if (resume >= 0 && (all || resume != place.committed)) {
                commit.put(place.partition, new OffsetAndMetadata(resume));
            }
        }
        return commit;
    }

    /** These were written down. */
    void committed(Map<TopicPartition, OffsetAndMetadata> written) {
        written.forEach((partition, offset) -> {
            Place place = places.get(partition);
            if (place != null) {
                place.committed = offset.offset();
            }
        });
    }

    private void grow() {
        int length = offsets.length;
        Place[] moreOwners = new Place[2 * length];
        long[] moreOffsets = Arrays.copyOf(offsets, 2 * length);
        for (long number = confirmed; number < handed; number++) {
            int from = (int) number & length - 1;
            int to = (int) number & 2 * length - 1;
            moreOwners[to] = owners[from];
            moreOffsets[to] = offsets[from];
        }
        owners = moreOwners;
        offsets = moreOffsets;
    }
}
