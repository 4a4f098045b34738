package io.meridian.bus.engine;

import io.meridian.bus.topic.Topic;
import org.agrona.DirectBuffer;

/** Takes frames from an engine. The buffers are only valid during the call. */
public interface FrameHandler {
    /**
     * One frame in one piece: envelope, then payload.
     *
     * @param topic when the engine knows it, without the deployment in front, else null
     * @param position the engine's place of this frame in this subscription: grows with every frame, given back in
     *     {@code confirm}
     * @param repeated whether the engine knows that it handed this frame out before
     */
    void onFrame(DirectBuffer frame, int offset, int length, Topic topic, long position, boolean repeated);

    /** The same, for engines that keep the envelope apart from the payload. */
    void onFrame(
            DirectBuffer header,
            int headerOffset,
            int headerLength,
            DirectBuffer payload,
            int payloadOffset,
            int payloadLength,
            Topic topic,
            long position,
            boolean repeated);
}
