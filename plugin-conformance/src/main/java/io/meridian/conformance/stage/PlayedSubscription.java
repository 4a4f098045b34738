package io.meridian.conformance.stage;

import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Settle;
import io.meridian.plugin.contract.proto.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/** A subscription that a plugin opened. Guarded by the platform it belongs to. */
public final class PlayedSubscription {
    /** The way to the plugin. */
    public interface Sink {
        void deliver(Delivery delivery);

        void notice(Notice notice);
    }

    /** What a subscription may have under way when it does not say. */
    private static final int DEFAULT_CREDIT = 256;

    private final Open open;
    private final Sink sink;
    private final long atNs;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final List<Seen.Settled> verdicts = new ArrayList<>();
    private final TreeSet<Long> unsettled = new TreeSet<>();
    private long credit;
    private long delivered;
    private boolean paused;
    private boolean closed;
    private String violation;

    PlayedSubscription(Open open, boolean unlimited, Sink sink, long atNs) {
        this.open = open;
        this.sink = sink;
        this.atNs = atNs;
        credit = unlimited && open.getCredit() == 0
                ? Long.MAX_VALUE
                : open.getCredit() == 0 ? DEFAULT_CREDIT : open.getCredit();
    }

    public Open open() {
        return open;
    }

    public String pattern() {
        return open.getPattern();
    }

    public long atNs() {
        return atNs;
    }

    public boolean isDurable() {
        return open.getProfile() == Profile.DURABLE;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        waiting.clear();
    }

    void offer(Delivery delivery) {
        waiting.add(delivery);
        flush();
    }

    void notice(Notice notice) {
        if (!closed) {
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
        while (!closed && !paused && credit > 0 && !waiting.isEmpty()) {
            Delivery next = waiting.poll();
            credit = credit == Long.MAX_VALUE ? credit : credit - 1;
            delivered++;
            unsettled.add(delivered);
            sink.deliver(next.toBuilder().setDelivery(delivered).build());
        }
    }

    void settle(Settle settle, long nowNs) {
        verdicts.add(new Seen.Settled(settle, nowNs));
        long number = settle.getDelivery();
        if (number < 1 || number > delivered) {
            violation = "delivery " + number + " was settled, and only " + delivered + " were delivered";
        } else if (settle.getVerdict() == Verdict.VERDICT_UNSPECIFIED || settle.getVerdict() == Verdict.UNRECOGNIZED) {
            violation = "delivery " + number + " was settled without a verdict";
        } else if (settle.getVerdict() == Verdict.DONE) {
            unsettled.headSet(number, true).clear();
        } else {
            unsettled.remove(number);
        }
    }

    /** What the plugin did wrong with it, or null. */
    String violation() {
        return violation;
    }

    long delivered() {
        return delivered;
    }

    int unsettled() {
        return unsettled.size();
    }

    int waiting() {
        return waiting.size();
    }

    List<Seen.Settled> verdicts() {
        return List.copyOf(verdicts);
    }
}
