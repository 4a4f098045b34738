package io.meridian.bus.aeron;

import java.util.concurrent.atomic.AtomicLong;

/** How far a subscription has read one recording. Outlives connections. The poller writes, the keeper reads. */
final class Source {
    final long recordingId;
    final int streamId;
    final long startTimeMs;
    /** Where to read on: the end of the last whole message handed over. */
    final AtomicLong handed;
    /** End of all that was read, padding included. */
    final AtomicLong read;
    /** End of the last message that is done with. */
    final AtomicLong confirmed;
    /** Known to the keeper alone: there is nothing left to read. */
    boolean drained;

    boolean hasLeg;

    Source(long recordingId, int streamId, long startTimeMs, long position) {
        this.recordingId = recordingId;
        this.streamId = streamId;
        this.startTimeMs = startTimeMs;
        handed = new AtomicLong(position);
        read = new AtomicLong(position);
        confirmed = new AtomicLong(position);
    }

    boolean isDone() {
        return drained && confirmed.get() >= handed.get();
    }

    /** The kept part begins only here. */
    void skipTo(long position) {
        handed.set(position);
        read.set(position);
        confirmed.set(Math.max(position, confirmed.get()));
    }
}
