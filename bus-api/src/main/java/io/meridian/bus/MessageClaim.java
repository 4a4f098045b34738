package io.meridian.bus;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Room for one payload, to be written in place. Got from {@link Publisher#tryClaim}, then committed or aborted before the
 * publisher does anything else. Reused.
 */
public final class MessageClaim {
    final UnsafeBuffer region = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);
    private Publisher publisher;

    void open(Publisher owner, int headerLength, int length) {
        publisher = owner;
        payload.wrap(region, headerLength, length);
    }

    /** Where to write: from index 0 to the length claimed. */
    public MutableDirectBuffer buffer() {
        return payload;
    }

    /** Publishes what was written. Returns the message's sequence. */
    public long commit() {
        return take().commitClaim(this);
    }

    /** Gives the room up; no sequence is used. */
    public void abort() {
        take().abortClaim();
    }

    UnsafeBuffer payload() {
        return payload;
    }

    private Publisher take() {
        Publisher owner = publisher;
        if (owner == null) {
            throw new IllegalStateException(
                    "claim=none: claim room with publisher.tryClaim, then commit or abort once");
        }
        publisher = null;
        return owner;
    }
}
