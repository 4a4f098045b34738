package io.meridian.conformance.stage;

import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import java.util.ArrayDeque;
import java.util.Deque;

/** A subscription that is served by a played sidecar. Guarded by the platform it belongs to. */
public final class PlayedSubscription extends Watched {
    /** The way to the plugin. */
    public interface Sink {
        void deliver(Delivery delivery);

        void notice(Notice notice);
    }

    /** What a subscription may have under way when it does not say. */
    private static final int DEFAULT_CREDIT = 256;

    private final Sink sink;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private long credit;
    private boolean paused;

    PlayedSubscription(Open open, boolean unlimited, Sink sink) {
        super(open);
        this.sink = sink;
        credit = unlimited && open.getCredit() == 0
                ? Long.MAX_VALUE
                : open.getCredit() == 0 ? DEFAULT_CREDIT : open.getCredit();
    }

    @Override
    public void close() {
        super.close();
        waiting.clear();
    }

    void offer(Delivery delivery) {
        meant();
        waiting.add(delivery);
        flush();
    }

    void notice(Notice notice) {
        if (!isClosed()) {
            sink.notice(notice);
        }
    }

    void addCredit(long messages) {
        credit = credit == Long.MAX_VALUE ? credit : credit + messages;
        flush();
    }

    void pause(boolean value) {
        paused = value;
        flush();
    }

    private void flush() {
        while (!isClosed() && !paused && credit > 0 && !waiting.isEmpty()) {
            Delivery next = waiting.poll();
            credit = credit == Long.MAX_VALUE ? credit : credit - 1;
            delivered();
            sink.deliver(next.toBuilder().setDelivery(deliveries()).build());
        }
    }
}
