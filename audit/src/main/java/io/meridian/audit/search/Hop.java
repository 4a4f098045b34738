package io.meridian.audit.search;

import java.util.List;

/**
 * One message of a trace, with what each of the three observers saw of it.
 *
 * @param causedBy the one it followed from, by its place in the trace; -1: none that is recorded
 * @param publishedNs by the publisher's sidecar, in the message itself
 * @param recordedNs by the recorder, on the bus
 * @param deliveries by sidecars of who subscribes
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
        List<Delivery> deliveries) {
    /** @param instance whose sidecar */
    public record Delivery(String instance, long deliveredNs) {}
}
