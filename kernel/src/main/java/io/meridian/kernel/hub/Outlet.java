package io.meridian.kernel.hub;

import org.agrona.DirectBuffer;

/** Takes a message for a topic. The bytes are valid during the call only. */
@FunctionalInterface
public interface Outlet {
    /** @param template of the message, which begins with its message header */
    void onMessage(String topic, int template, DirectBuffer buffer, int offset, int length);
}
