package io.meridian.kernel;

import org.agrona.DirectBuffer;

/** Takes each event of the journal after it was applied. The bytes are valid during the call only. */
@FunctionalInterface
public interface EventSink {
    void onEvent(DirectBuffer buffer, int offset, int length);
}
