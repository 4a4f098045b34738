package io.meridian.sdk.runtime;

import io.meridian.plugin.contract.frames.Method;
import org.agrona.DirectBuffer;

/** Takes the frames that come from the sidecar. What it is given is valid only during the call. */
interface FrameSink {
    /** @param end whether it is the last of a stream */
    void onAnswer(long call, Method method, boolean end, byte[] body);

    /** A Deliver frame, message header first. */
    void onDeliver(DirectBuffer buffer, int offset, int length);

    void onRefused(long tag, int topic, int code, String text);

    void onStored(long tag);
}
