package io.meridian.bus.testkit.example;

import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;

/** Hands frames to one polling thread: frames of all topics, since the bus above filters by the envelope. */
final class LoopbackSubscription implements EngineSubscription {
    private final LoopbackHub hub;
    private final BlockingQueue<byte[]> waiting;
    private final AtomicLong dropped = new AtomicLong();
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private long position;
    private volatile boolean closed;

    LoopbackSubscription(LoopbackHub hub, int limit) {
        this.hub = hub;
        waiting = new ArrayBlockingQueue<>(limit);
        hub.add(this);
    }

    /** Called by publishers; a full queue drops the newest, which is what a lossy subscription asks for. */
    void take(byte[] bytes) {
        if (!waiting.offer(bytes)) {
            dropped.incrementAndGet();
        }
    }

    @Override
    public int poll(FrameHandler handler, int limit) {
        int count = 0;
        while (count < limit && !closed) {
            byte[] next = waiting.poll();
            if (next == null) {
                break;
            }
            count++;
            frame.wrap(next);
            handler.onFrame(frame, 0, next.length, null, ++position, false);
        }
        return count;
    }

    @Override
    public void confirm(long upTo) {}

    @Override
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void close() {
        closed = true;
        hub.remove(this);
        waiting.clear();
    }
}
