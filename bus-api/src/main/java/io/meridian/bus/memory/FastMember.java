package io.meridian.bus.memory;

import java.util.function.Consumer;

/** A subscription on the fast profile. Nothing is kept once it is handed over, so there is nothing to confirm. */
final class FastMember extends MemoryMember {
    private final FastQueue queue;
    private long position;
    private volatile long dropped;

    FastMember(Exchange exchange, FastQueue queue, Consumer<AutoCloseable> onClose) {
        super(exchange, onClose);
        this.queue = queue;
    }

    @Override
    Delivery take() {
        Frame frame = queue.take();
        return frame == null ? null : new Delivery(frame, ++position, false);
    }

    @Override
    int fairShare(int limit) {
        return queue.fairShare(limit);
    }

    @Override
    void leave() {
        queue.leave(this, exchange);
    }

    /** The lock is held, so there is one writer. */
    void countDropped() {
        long before = dropped;
        dropped = before + 1;
    }

    @Override
    public void confirm(long upTo) {}

    @Override
    public long dropped() {
        return dropped;
    }
}
