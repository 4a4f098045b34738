package io.meridian.audit.search;

import io.meridian.audit.record.GapNote;
import java.util.List;

/**
 * One message of a trace, with what each of the three observers saw of it.
 *
 * @param causedBy the one it followed from, by its place in the trace; -1: none that is recorded
 * @param publishedNs by the publisher's sidecar, in the message itself
 * @param recordedNs by the recorder, on the bus
 * @param deliveries to subscribers, as they report
 * @param missedBy subscribers that were not given it, though they were to be
 * @param lostCause what the recorder noted of the one it followed from, when it never had that; else null
 */
public record Hop(
        String trace,
        String topic,
        int source,
        long sequence,
        int causedBy,
        byte kind,
        int schema,
        long eventNs,
        long publishedNs,
        long recordedNs,
        long index,
        List<Delivery> deliveries,
        List<String> missedBy,
        GapNote lostCause) {
    /** @param instance whose sidecar, or which service of the platform */
    public record Delivery(String instance, long deliveredNs) {}
}
