package io.meridian.audit.tee;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Relay;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes each durable message of one bus on another as it is, and confirms it to the first when the second has stored it. So after a crash of either
 * side or of this process it goes on where it was, and some messages come again under the same ids. For one thread.
 */
public final class Tee implements AutoCloseable {
    /** What its place in the first bus is called. */
    public static final String SUBSCRIPTION = "audit-tee";

    private static final String EVERYTHING = "**";
    private static final int ROUND = 512;
    private static final long REST_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long MARK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LAST_WORDS_NS = TimeUnit.SECONDS.toNanos(10);

    private final Bus from;
    private final Relay relay;
    /** Where each topic is on the second bus, as far as it was offered. */
    private final Map<Topic, Offered> offered = new HashMap<>();

    private final TeeFigures figures = new TeeFigures();
    private Subscription subscription;
    private volatile boolean closing;
    private long mark;
    private long markedNs;
    private boolean isMarked;

    private static final class Offered {
        long position;
        /** What has to be stored before the mark is confirmed. */
        long marked;

        int session;
    }

    public Tee(Bus from, Bus to) {
        this.from = from;
        relay = to.relay(Profile.DURABLE);
        subscribe();
    }

    private void subscribe() {
        subscription = from.subscribe(
                SubscriptionSpec.durable(EVERYTHING).named(SUBSCRIPTION).from(StartAt.EARLIEST), this::onMessage);
        subscription.deferConfirmation();
        isMarked = false;
    }

    private Verdict onMessage(Message message) {
        int flags = message.isDuplicatePossible() ? EnvelopeLayout.FLAG_DUPLICATE_POSSIBLE : 0;
        long result = relay.offer(message, flags);
        while (result == PublishResult.BACK_PRESSURED || result == PublishResult.NOT_CONNECTED) {
            if (closing) {
                return Verdict.RETRY;
            }
            figures.waits++;
            LockSupport.parkNanos(REST_NS);
            result = relay.offer(message, flags);
        }
        if (result < 0) {
            figures.refused++;
            message.because("the second bus refused it, result=" + result);
            return Verdict.REJECT;
        }
        Offered of = offered.get(message.topic());
        if (of == null) {
            of = new Offered();
            of.session = relay.session(message.topic());
            offered.put(message.topic(), of);
        }
        of.position = result;
        figures.carried++;
        return Verdict.ACCEPT;
    }

    /** Does what there is to do now. */
    public int work() {
        int work = subscription.poll(ROUND);
        if (hasLostSome()) {
            // What was offered and not stored comes again, from the last place that was confirmed.
            figures.again++;
            subscription.close();
            subscribe();
            return 1;
        }
        long nowNs = System.nanoTime();
        if (isMarked && isStored()) {
            subscription.confirmUpTo(mark);
            figures.confirmed = figures.markedCount;
            isMarked = false;
            work++;
        }
        if (!isMarked && figures.carried > figures.confirmed && nowNs - markedNs >= MARK_INTERVAL_NS) {
            markedNs = nowNs;
            mark = subscription.decidedMark();
            figures.markedCount = figures.carried;
            offered.values().forEach(each -> each.marked = each.position);
            isMarked = true;
        }
        return work;
    }

    private boolean hasLostSome() {
        boolean lost = false;
        for (Map.Entry<Topic, Offered> each : offered.entrySet()) {
            int session = relay.session(each.getKey());
            lost |= session != each.getValue().session;
            each.getValue().session = session;
        }
        return lost;
    }

    private boolean isStored() {
        for (Map.Entry<Topic, Offered> each : offered.entrySet()) {
            if (relay.confirmed(each.getKey()) < each.getValue().marked) {
                return false;
            }
        }
        return true;
    }

    /** What it did so far. For its thread. */
    public TeeFigures figures() {
        return figures;
    }

    /** Waits a while for what it offered. */
    @Override
    public void close() {
        closing = true;
        long endNs = System.nanoTime() + LAST_WORDS_NS;
        offered.values().forEach(each -> each.marked = each.position);
        long last = subscription.decidedMark();
        while (!isStored() && System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(REST_NS);
        }
        if (isStored() && !hasLostSome()) {
            subscription.confirmUpTo(last);
        }
        subscription.close();
        relay.close();
    }
}
