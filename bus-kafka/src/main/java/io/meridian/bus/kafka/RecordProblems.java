package io.meridian.bus.kafka;

import io.meridian.bus.engine.EngineException;
import io.meridian.bus.kafka.Cursor.Place;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What can be wrong with a record that was read, in words for a person. */
final class RecordProblems {
    private RecordProblems() {}

    /** The record at {@code offset} is not the one that was to come next. */
    static EngineException misplaced(KafkaSubscription reader, Place place, long offset) {
        long expected = place.next;
        return new EngineException(
                offset > expected
                        ? "records=" + (offset - expected) + " were removed from the log before " + reader
                                + " had read them: it stalled for longer than the retention. Raise the retention of "
                                + place.partition.topic() + ", or read faster."
                        : "the log of " + place.partition + " ends at an earlier offset=" + offset + " than " + reader
                                + " had reached (" + expected + "): it was deleted and made again, or a broker lost its"
                                + " disk. Reading goes on from the first record there is. Check the broker.");
    }

    /** Something else than the bus wrote it. */
    static EngineException foreign(ConsumerRecord<?, ?> record) {
        return new EngineException("a record without an envelope is in " + record.topic() + " (partition="
                + record.partition() + " offset=" + record.offset()
                + ") and is passed over: something else writes to this"
                + " Kafka topic. Let only this deployment write to topics named deployment.*.");
    }
}
