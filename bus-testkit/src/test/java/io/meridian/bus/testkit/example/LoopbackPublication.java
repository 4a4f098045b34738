package io.meridian.bus.testkit.example;

import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.engine.EnginePublication;
import org.agrona.DirectBuffer;

/** Takes the frames of one topic. */
final class LoopbackPublication implements EnginePublication {
    private final LoopbackHub hub;
    private final int maxPayload;
    private volatile long position;
    private volatile boolean closed;

    LoopbackPublication(LoopbackHub hub, int maxPayload) {
        this.hub = hub;
        this.maxPayload = maxPayload;
    }

    @Override
    public TopicNaming naming() {
        return TopicNaming.IN_ENVELOPE;
    }

    @Override
    public long offer(DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
        if (closed) {
            return PublishResult.CLOSED;
        }
        if (length > maxPayload) {
            return PublishResult.TOO_LARGE;
        }
        byte[] frame = new byte[headerLength + length];
        header.getBytes(0, frame, 0, headerLength);
        payload.getBytes(offset, frame, headerLength, length);
        hub.publish(frame);
        long next = position + 1;
        position = next;
        return next;
    }

    @Override
    public long confirmedPosition() {
        return position;
    }

    @Override
    public void close() {
        closed = true;
    }
}
