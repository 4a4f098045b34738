package io.meridian.sidecar.session;

import io.meridian.bus.Bus;
import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Decision;
import io.meridian.bus.grant.GrantHandle;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.sidecar.SidecarLog;
import io.meridian.sidecar.grants.GrantBook;
import io.meridian.sidecar.grants.GrantsText;
import io.meridian.sidecar.grants.Shadow;
import java.util.Locale;

/** What all parts of the sessions share: the bus, the grants, the time of this turn. For the loop's thread. */
public final class Guard {
    private static final long DENIAL_LINE_EVERY_NS = 1_000_000_000L;

    final Bus bus;
    final String instance;
    final String pool;
    final GrantBook book;
    final Shadow shadow;
    final PublishGate gate;
    final SessionObserver observer;
    final SidecarLog log;
    final SessionLimits limits;

    /** The subscription that is being polled, to which what the bus tells belongs; or null. */
    SubscriptionPort polled;

    private long nowNs;
    private long denialLineAtNs = Long.MIN_VALUE;
    private long denialsUnsaid;
    private long denials;

    /** For one sidecar. */
    public Guard(
            Bus bus,
            String instance,
            String pool,
            GrantBook book,
            Shadow shadow,
            PublishGate gate,
            SessionObserver observer,
            SidecarLog log,
            SessionLimits limits) {
        this.bus = bus;
        this.instance = instance;
        this.pool = pool;
        this.book = book;
        this.shadow = shadow;
        this.gate = gate;
        this.observer = observer;
        this.log = log;
        this.limits = limits;
        nowNs = bus.config().clock().nanoTime();
    }

    /** Reads the clock for this turn. */
    public void tick() {
        nowNs = bus.config().clock().nanoTime();
    }

    /** The time of this turn, epoch nanoseconds. */
    public long nowNs() {
        return nowNs;
    }

    /** How often something was denied. */
    public long denials() {
        return denials;
    }

    GrantHandle handle(Action action, TopicPattern pattern) {
        return book.table().handle(instance, pool, action, pattern);
    }

    GrantHandle shadowHandle(Action action, TopicPattern pattern) {
        return book.proposed().handle(instance, pool, action, pattern);
    }

    /** Counts what the proposed grants would deny. */
    void compareWithProposed(GrantHandle proposed) {
        if (book.hasProposed() && !proposed.allowed(nowNs) && shadow.count(proposed.action(), proposed.pattern())) {
            observer.onShadowDenied(proposed.action(), proposed.pattern(), proposed.explain(nowNs));
        }
    }

    /** Counts a denial that was put into words before. */
    void countDenial() {
        denials++;
        denialsUnsaid++;
    }

    /** Counts a denial, says it in the log at most once a second, and puts it into words. */
    Refusal denied(GrantHandle grant) {
        Decision decision = grant.explain(nowNs);
        denials++;
        observer.onDenied(grant.action(), grant.pattern(), decision);
        if (nowNs >= denialLineAtNs) {
            denialLineAtNs = nowNs + DENIAL_LINE_EVERY_NS;
            log.warn(decision.text() + (denialsUnsaid == 0 ? "" : " (and " + denialsUnsaid + " denials before it)"));
            denialsUnsaid = 0;
        } else {
            denialsUnsaid++;
        }
        return denial(grant);
    }

    /** The words of a denial, without counting it. */
    Refusal denial(GrantHandle grant) {
        Decision decision = grant.explain(nowNs);
        String verb = grant.action().name().toLowerCase(Locale.ROOT);
        String ask = "meridian grants request " + instance + " " + verb + " " + grant.pattern();
        String waiting = book.pending(grant.action(), grant.pattern())
                .map(GrantsText.Pending::id)
                .orElse("");
        return Refusal.newBuilder()
                .setCode(Refusal.Code.ACL_DENIED)
                .setText(decision.text() + ". "
                        + (waiting.isEmpty()
                                ? "To ask for it: " + ask
                                : "Request " + waiting + " for it waits for approval."))
                .setRule(
                        decision.reason() == Decision.Reason.DENIED_BY_RULE
                                ? decision.rule().orElseThrow().id()
                                : "")
                .setPendingRequest(waiting)
                .setHowToAsk(ask)
                .build();
    }
}
