package io.meridian.bus.memory;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/** A subscription on the durable profile: what it was given stays its own until it confirms or leaves. */
final class DurableMember extends MemoryMember {
    private record InHand(long position, int index) {}

    private final Cursor cursor;
    private final ArrayDeque<InHand> inHand = new ArrayDeque<>();
    private long position;

    DurableMember(Exchange exchange, Cursor cursor, Consumer<AutoCloseable> onClose) {
        super(exchange, onClose);
        this.cursor = cursor;
    }

    @Override
    Delivery take() {
        boolean repeated = cursor.hasGivenBack();
        int index = cursor.take();
        if (index < 0) {
            return null;
        }
        inHand.add(new InHand(++position, index));
        return new Delivery(cursor.frame(index), position, repeated);
    }

    @Override
    int fairShare(int limit) {
        return cursor.fairShare(limit);
    }

    @Override
    void leave() {
        cursor.leave(this, inHand.stream().map(InHand::index).toList());
        inHand.clear();
    }

    @Override
    public void confirm(long upTo) {
        exchange.lock.lock();
        try {
            while (!inHand.isEmpty() && inHand.peek().position() <= upTo) {
                inHand.poll();
            }
        } finally {
            exchange.lock.unlock();
        }
    }
}
