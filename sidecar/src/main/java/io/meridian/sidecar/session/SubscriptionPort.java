package io.meridian.sidecar.session;

import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.Overflow;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.grant.GrantHandle;
import io.meridian.bus.report.DeliveryReport;
import io.meridian.bus.topic.Topic;
import io.meridian.plugin.contract.proto.Notice;

/**
 * One subscription of the plugin, between the bus and the way to the plugin. Counts credit, keeps what does not fit, drops
 * where that was asked for, and knows which deliveries are undecided. Allocates nothing in the steady state.
 */
final class SubscriptionPort {
    private static final int BATCH = 32;
    private static final int MOST_ATTEMPTS = 255;
    private static final long NOTHING_OLD_MEANS_LIVE_NS = 250_000_000L;
    /** A turn that comes late looked only once. */
    private static final long MOST_FOR_A_TURN_NS = 25_000_000L;

    final int number;
    private final Guard guard;
    private final Incoming incoming;
    private final SubscriptionSpec spec;
    private final DeliverySink sink;
    private final GrantHandle grant;
    private final GrantHandle proposed;
    private final RepeatMarks marks;
    private final UndecidedDeliveries undecided;
    private final boolean durable;
    /** How its messages are given, for an auditor. */
    private final byte kind;

    private final boolean lossless;
    private final boolean deferred;
    private final SpillQueue spill = new SpillQueue();
    private final Delivered view = new Delivered();
    private final LossNotices losses;
    private final long openedNs;
    private final boolean actsOnReplayed;
    private final Backlog backlog;

    private Subscription subscription;
    private boolean creditCounted;
    private long credit;
    private boolean paused;
    private long delivered;
    private long lastRepeated;
    private long settled;
    private long covered;
    private long mark = -1;
    private boolean live;
    private long watchedNs;
    private long nothingOldNs;
    private boolean sawOld;
    private Topic slotTopic;
    private int slot;

    SubscriptionPort(
            int number,
            Incoming incoming,
            SubscriptionSpec spec,
            int maxInFlight,
            boolean deferred,
            RepeatMarks marks,
            GrantHandle grant,
            GrantHandle proposed,
            DeliverySink sink) {
        this.number = number;
        this.incoming = incoming;
        this.spec = spec;
        this.deferred = deferred;
        this.marks = marks;
        this.grant = grant;
        this.proposed = proposed;
        this.sink = sink;
        guard = incoming.guard;
        actsOnReplayed = guard.bus.config().actsOnReplayed();
        losses = new LossNotices(guard, sink, spec.pattern());
        durable = spec.profile() == Profile.DURABLE;
        kind = !durable ? DeliveryReport.FAST : spec.shared() ? DeliveryReport.SHARED : DeliveryReport.EACH;
        lossless = durable || spec.overflow() == Overflow.LOSSLESS;
        undecided = durable ? new UndecidedDeliveries(maxInFlight) : null;
        live = !durable;
        backlog = new Backlog(
                guard.observer, spec.pattern(), durable ? maxInFlight : lossless ? BATCH : guard.limits.queue());
        openedNs = guard.nowNs();
        watchedNs = openedNs;
    }

    /** Opens it on the bus; throws what the bus throws. */
    void open(int firstCredit) {
        credit = firstCredit;
        creditCounted = firstCredit > 0;
        subscription = guard.bus.subscribe(spec, this::onMessage);
        if (marks != null) {
            marks.reopen(deferred ? undecided : null);
        }
        if (durable) {
            subscription.deferConfirmation();
        }
        guard.compareWithProposed(proposed);
    }

    /** One turn: hands over what waits, then takes more from the bus as far as there is room. */
    int turn(boolean fed) {
        if (!grant.allowed(guard.nowNs())) {
            incoming.revoked(this);
            return 1;
        }
        losses.turn();
        backlog.is(spill.size() + (durable ? undecided.size() : 0));
        int done = 0;
        int limit = 0;
        if (!paused && fed) {
            done = drain();
            limit = room();
        }
        if (limit > 0) {
            guard.polled = this;
            done += subscription.poll(limit);
            guard.polled = null;
        }
        if (!live) {
            watchForLive(limit > 0);
        }
        return done;
    }

    private int room() {
        if (lossless && spill.size() > 0) {
            return 0;
        }
        long room = BATCH;
        if (durable) {
            room = Math.min(room, undecided.room());
            if (deferred) {
                room = Math.min(room, guard.limits.snapshotWindow() - uncovered() - undecided.size());
            }
        }
        if (lossless && creditCounted) {
            room = Math.min(room, credit);
        }
        return (int) room;
    }

    private Verdict onMessage(Message message) {
        Delivered next = view;
        next.show(message);
        next.subscription = number;
        sawOld |= next.publishTime < openedNs && message.attempt() == 1;
        long key = Coverage.key(message.topic().hash(), next.source);
        if (deferred && marks != null && marks.isCovered(key, next.sequence)) {
            passedOver(message);
            return Verdict.ACCEPT;
        }
        if (!actsOnReplayed && message.isReplayed() && guard.gate.bearsOrders(message.topic())) {
            return ofThePast(message, key);
        }
        boolean repeated = message.isDuplicatePossible();
        int attempt = message.attempt();
        if (marks != null && marks.observe(key, next.sequence, next.publishTime) && attempt == 1) {
            repeated = true;
            attempt += marks.earlierAttempts();
        }
        if (!sink.fits(next.length)) {
            return tooLong(message, key);
        }
        next.attempt = Math.min(attempt, MOST_ATTEMPTS);
        next.duplicatePossible = repeated;
        if (durable) {
            next.delivery = undecided.add(message.token(), key, next.sequence);
            if (repeated) {
                lastRepeated = next.delivery;
            }
        }
        if (spill.size() > 0 || !handOver(next)) {
            keepOrDrop(next);
        }
        return durable ? Verdict.HOLD : Verdict.ACCEPT;
    }

    /** An order that follows from replayed data reaches nobody who could take it for one of today. */
    private Verdict ofThePast(Message message, long key) {
        guard.observer.onError("replayed_order");
        message.because(
                "it follows from replayed data, and this deployment does not live on it (setting bus.replayed)");
        return refused(message, key);
    }

    private Verdict tooLong(Message message, long key) {
        guard.observer.onError("delivery_too_large");
        message.because("payload of " + message.length() + " bytes does not fit the way to the plugin;"
                + " raise sidecar.ring.to-plugin");
        return refused(message, key);
    }

    private void passedOver(Message message) {
        if (kind == DeliveryReport.EACH) {
            guard.observer.onFollowed(
                    DeliveryReport.PASSED_OVER,
                    message.source(),
                    message.topic().hash(),
                    message.sequence(),
                    guard.nowNs());
        }
    }

    private Verdict refused(Message message, long key) {
        passedOver(message);
        if (!durable) {
            losses.dropped(1);
        } else if (marks != null) {
            marks.unfinish(key, message.sequence());
        }
        return durable ? Verdict.REJECT : Verdict.ACCEPT;
    }

    private boolean handOver(Delivered message) {
        if (creditCounted && credit <= 0) {
            return false;
        }
        if (!durable) {
            message.delivery = delivered + 1;
        }
        if (!sink.deliver(message)) {
            return false;
        }
        delivered++;
        credit--;
        long nowNs = guard.nowNs();
        incoming.handedOver(message, kind, nowNs);
        if (message.topic != slotTopic) {
            slotTopic = message.topic;
            slot = incoming.slot(slotTopic);
        }
        guard.observer.onDelivered(slot, message.length, Math.max(0, nowNs - message.publishTime));
        if (message.duplicatePossible) {
            guard.observer.onDuplicate(slot);
        }
        return true;
    }

    private void keepOrDrop(Delivered message) {
        if (lossless || spill.size() < guard.limits.queue()) {
            spill.add(message);
        } else {
            losses.dropped(1);
        }
    }

    private int drain() {
        int done = 0;
        while (spill.size() > 0 && handOver(spill.peek())) {
            spill.remove();
            done++;
        }
        return done;
    }

    /**
     * All old messages were delivered when for a while it took what there was, and nothing of it was old. One new message is
     * no sign of that: an engine may read several logs side by side, and new ones may never stop.
     */
    private void watchForLive(boolean took) {
        long nowNs = guard.nowNs();
        if (sawOld) {
            nothingOldNs = 0;
        } else if (took && guard.bus.isConnected()) {
            nothingOldNs += Math.min(nowNs - watchedNs, MOST_FOR_A_TURN_NS);
        }
        sawOld = false;
        watchedNs = nowNs;
        if (nothingOldNs > NOTHING_OLD_MEANS_LIVE_NS) {
            sayLive();
        }
    }

    private void sayLive() {
        live = true;
        if (marks != null) {
            marks.live(guard.nowNs());
        }
        say(Notice.Kind.LIVE, "", 0, "All older messages were delivered.");
    }

    void say(Notice.Kind kind, String topic, long count, String text) {
        losses.say(kind, topic, count, text);
    }

    /** Messages are missing, the bus says during a poll. */
    void gap(Topic topic, int source, long missing) {
        losses.missing(topic, source, missing);
    }

    /** The engine had to drop, the bus says during a poll. */
    void engineDropped(long count) {
        losses.dropped(count);
    }

    int credit(int messages) {
        if (messages <= 0) {
            return Refusals.INVALID;
        }
        creditCounted = true;
        credit = Math.max(0, credit) + messages;
        return 0;
    }

    boolean isLive() {
        return live;
    }

    void pause(boolean pausedNow) {
        paused = pausedNow;
    }

    int settle(long delivery, Verdict verdict, String reason) {
        if (!durable) {
            return 0;
        }
        if (!undecided.isKnown(delivery)) {
            return Refusals.INVALID;
        }
        if (verdict == Verdict.ACCEPT) {
            for (long each = undecided.oldest(); each <= delivery; each++) {
                decide(each, verdict, null);
            }
            if (marks != null && !deferred) {
                marks.progress();
            }
            return 0;
        }
        return decide(delivery, verdict, reason) ? 0 : Refusals.INVALID;
    }

    private boolean decide(long delivery, Verdict verdict, String reason) {
        long token = undecided.take(delivery);
        if (token == UndecidedDeliveries.NONE) {
            return false;
        }
        settled++;
        if (marks != null) {
            if (verdict == Verdict.ACCEPT) {
                marks.finish(undecided.key(delivery), undecided.sequence(delivery));
            } else {
                marks.unfinish(undecided.key(delivery), undecided.sequence(delivery));
            }
        }
        return subscription.settle(token, verdict, reason);
    }

    /** Whether the plugin handles, or may handle, a message that it may have handled before. */
    boolean handlesRepeat() {
        return durable && lastRepeated > 0 && undecided.oldest() <= lastRepeated && undecided.size() > 0;
    }

    int undecided() {
        return durable ? undecided.size() : 0;
    }

    private long uncovered() {
        return settled - covered;
    }

    boolean wantsSnapshot() {
        return deferred && uncovered() >= guard.limits.snapshotWindow() / 4;
    }

    /** Whether something settled is not covered by a snapshot. */
    boolean isUncovered() {
        return deferred && uncovered() > 0;
    }

    /** A message that was refused for good is stored as a dead letter, the bus says during a poll. */
    void buried(Topic topic, int source, long sequence) {
        if (marks != null) {
            marks.finish(Coverage.key(topic.hash(), source), sequence);
        }
    }

    /** What is decided now may be confirmed once {@link #confirmMarked} is called. Returns false when there is nothing. */
    boolean mark() {
        if (!durable || deferred) {
            return false;
        }
        long decided = subscription.decidedMark();
        boolean isMore = decided > mark;
        mark = decided;
        return isMore;
    }

    /** What the plugin published before the mark is stored, so nothing is lost when the bus forgets what it followed from. */
    void confirmMarked() {
        if (durable && !deferred) {
            subscription.confirmUpTo(mark);
        }
    }

    /** A snapshot begins: what is settled now will be covered by it. What is given back is to run once it is stored. */
    Runnable markForSnapshot() {
        if (!deferred) {
            return () -> {};
        }
        long decided = subscription.decidedMark();
        long settledNow = settled;
        return () -> {
            subscription.confirmUpTo(decided);
            covered = Math.max(covered, settledNow);
            if (marks != null) {
                marks.progress();
            }
        };
    }

    GrantHandle grant() {
        return grant;
    }

    void compareWithProposed() {
        guard.compareWithProposed(proposed);
    }

    void close() {
        spill.clear();
        backlog.is(0);
        if (marks != null) {
            marks.close();
        }
        if (subscription != null) {
            subscription.close();
            if (kind == DeliveryReport.EACH) {
                guard.observer.onFollowingEnded();
            }
        }
    }
}
