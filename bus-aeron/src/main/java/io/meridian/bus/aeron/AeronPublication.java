package io.meridian.bus.aeron;

import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.engine.EnginePublication;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One topic's use of its owner's log. */
final class AeronPublication implements EnginePublication {
    private final AeronEngine engine;
    private final LanePublication lane;
    private final boolean fast;
    private volatile boolean closed;
    private int toldSession;

    AeronPublication(AeronEngine engine, LanePublication lane) {
        this.engine = engine;
        this.lane = lane;
        fast = lane.isFast();
        toldSession = lane.session();
    }

    @Override
    public TopicNaming naming() {
        return fast ? TopicNaming.ANNOUNCED : TopicNaming.IN_ENVELOPE;
    }

    @Override
    public long offer(DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
        if (closed) {
            return PublishResult.CLOSED;
        }
        // Whoever has not asked for the new session yet would write its next frame before those it must send again.
        return lane.offer(toldSession, header, headerLength, payload, offset, length);
    }

    @Override
    public boolean canClaim() {
        return fast;
    }

    @Override
    public long tryClaim(int length, UnsafeBuffer region) {
        return closed ? PublishResult.CLOSED : fast ? lane.tryClaim(length, region) : PublishResult.TOO_LARGE;
    }

    @Override
    public void commitClaim() {
        lane.commitClaim();
    }

    @Override
    public void abortClaim() {
        lane.abortClaim();
    }

    @Override
    public long confirmedPosition() {
        return lane.confirmedPosition();
    }

    @Override
    public int session() {
        toldSession = lane.session();
        return toldSession;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            engine.release(lane);
        }
    }
}
