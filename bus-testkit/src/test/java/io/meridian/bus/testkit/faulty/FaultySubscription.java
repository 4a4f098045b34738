package io.meridian.bus.testkit.faulty;

import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.topic.Topic;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Spoils one frame now and then. */
final class FaultySubscription implements EngineSubscription {
    private static final int EVERY = 7;

    private final EngineSubscription honest;
    private final Fault fault;
    private int seen;
    private UnsafeBuffer heldBack;

    FaultySubscription(EngineSubscription honest, Fault fault) {
        this.honest = honest;
        this.fault = fault;
    }

    @Override
    public int poll(FrameHandler handler, int limit) {
        return honest.poll(new Spoiling(handler), limit);
    }

    private final class Spoiling implements FrameHandler {
        private final FrameHandler handler;

        Spoiling(FrameHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onFrame(DirectBuffer frame, int offset, int length, Topic topic, long position, boolean again) {
            boolean spoil = ++seen % EVERY == 0;
            if (spoil && fault == Fault.LOSES_A_FRAME) {
                return;
            }
            if (spoil && fault == Fault.SWAPS_FRAMES) {
                heldBack = new UnsafeBuffer(new byte[length]);
                heldBack.putBytes(0, frame, offset, length);
                return;
            }
            if (spoil && fault == Fault.CHANGES_A_BYTE) {
                UnsafeBuffer changed = new UnsafeBuffer(new byte[length]);
                changed.putBytes(0, frame, offset, length);
                changed.putByte(length - 1, (byte) (changed.getByte(length - 1) + 1));
                handler.onFrame(changed, 0, length, topic, position, again);
                return;
            }
            handler.onFrame(frame, offset, length, topic, position, again);
            if (spoil && fault == Fault.REPEATS_A_FRAME) {
                handler.onFrame(frame, offset, length, topic, position, again);
            }
            if (heldBack != null) {
                UnsafeBuffer late = heldBack;
                heldBack = null;
                handler.onFrame(late, 0, late.capacity(), topic, position, again);
            }
            if (fault == Fault.CONFIRMS_TOO_EARLY) {
                honest.confirm(position);
            }
        }

        @Override
        public void onFrame(
                DirectBuffer header,
                int headerOffset,
                int headerLength,
                DirectBuffer payload,
                int payloadOffset,
                int payloadLength,
                Topic topic,
                long position,
                boolean again) {
            throw new AssertionError("the memory engine hands frames over in one piece");
        }
    }

    @Override
    public void await(long timeoutNs) {
        if (fault == Fault.SLEEPS_THROUGH_A_CLOSE) {
            LockSupport.parkNanos(timeoutNs);
        } else {
            honest.await(timeoutNs);
        }
    }

    @Override
    public void confirm(long position) {
        if (fault != Fault.NEVER_CONFIRMS) {
            honest.confirm(position);
        }
    }

    @Override
    public long dropped() {
        return honest.dropped();
    }

    @Override
    public void close() {
        honest.close();
    }
}
