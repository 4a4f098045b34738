package io.meridian.bus.memory;

import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** What a subscription on either profile has in common: taking one frame at a time under the lock, waiting, closing. */
abstract sealed class MemoryMember implements EngineSubscription permits FastMember, DurableMember {
    final Exchange exchange;
    private final Consumer<AutoCloseable> onClose;
    private volatile boolean closed;

    MemoryMember(Exchange exchange, Consumer<AutoCloseable> onClose) {
        this.exchange = exchange;
        this.onClose = onClose;
    }

    /** The frame to hand over next. */
    record Delivery(Frame frame, long position, boolean repeated) {}

    /** Takes the next frame out, or gives null. The lock is held. */
    abstract Delivery take();

    /** How many of the frames that are there this member may take in one poll, so that its siblings get some too. */
    abstract int fairShare(int limit);

    /** Leaves. The lock is held; called once. */
    abstract void leave();

    @Override
    public final int poll(FrameHandler handler, int limit) {
        int share = limit;
        int count = 0;
        while (count < share) {
            Delivery delivery;
            exchange.lock.lock();
            try {
                if (closed) {
                    return count;
                }
                if (count == 0) {
                    share = fairShare(limit);
                }
                delivery = take();
            } finally {
                exchange.lock.unlock();
            }
            if (delivery == null) {
                return count;
            }
            count++;
            DirectBuffer bytes = delivery.frame().bytes();
            handler.onFrame(
                    bytes, 0, bytes.capacity(), delivery.frame().topic(), delivery.position(), delivery.repeated());
        }
        return count;
    }

    @Override
    public final void await(long timeoutNs) {
        exchange.lock.lock();
        try {
            long remainingNs = timeoutNs;
            while (!closed && fairShare(1) == 0 && remainingNs > 0) {
                remainingNs = exchange.awaitArrival(remainingNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.lock.unlock();
        }
    }

    @Override
    public final void close() {
        exchange.lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            leave();
            exchange.wakeAll();
        } finally {
            exchange.lock.unlock();
        }
        onClose.accept(this);
    }

    static int share(int available, int members, int limit) {
        return Math.min(limit, Math.ceilDiv(available, members));
    }
}
