package io.meridian.cluster;

import io.meridian.cluster.decision.Decisions;
import io.meridian.cluster.decision.Leader;
import io.meridian.cluster.decision.UndecidedException;
import io.meridian.cluster.member.Members;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Who leads among the nodes that want to, and whether this one may order something now. It is a decision as others are: whoever finds nobody in office, or one that is gone, wishes to be the next, and one
 * such wish is granted. The one in office asks the others again and again whether it still is, and may order something for a while from each time that it asked and more than half agreed. Who was stopped or
 * cut off therefore knows by its own clock that it leads no more, before anybody tells it; and who comes into office waits until the one before it must know.
 *
 * <p>That rests on clocks that run at about the same speed; what they show plays no part.
 */
public final class Leadership implements AutoCloseable {
    /** How long one may order something from when it asked. */
    public static final Duration LEASE = Duration.ofSeconds(2);

    private static final Duration ASK_EVERY = LEASE.dividedBy(8);
    private static final Duration PATIENCE = LEASE.dividedBy(2);
    private static final Office NONE = new Office(0, 0, 0);

    private final String node;
    private final boolean wants;
    private final Decisions decisions;
    private final Members members;
    private final LongSupplier nanos;
    private final Repeated asking;
    private volatile Office office = NONE;

    /**
     * @param fromNs since when it may order something
     * @param untilNs how long it may
     */
    private record Office(long term, long fromNs, long untilNs) {}

    Leadership(
            String node,
            boolean wants,
            Decisions decisions,
            Members members,
            LongSupplier nanos,
            Consumer<String> log) {
        this.node = node;
        this.wants = wants;
        this.decisions = decisions;
        this.members = members;
        this.nanos = nanos;
        asking = new Repeated("leadership", ASK_EVERY, log, this::ask);
    }

    /** Who leads, as far as this node knows. */
    public Leader leader() {
        return decisions.office();
    }

    /** The term in which this node may order something now, or 0. */
    public long term() {
        Office held = office;
        return nanos.getAsLong() - held.fromNs() >= 0 ? held(held) : 0;
    }

    /** The term in which this node is in office, though it may be too early to order something; or 0. */
    public long officeTerm() {
        return held(office);
    }

    private long held(Office held) {
        return held.term() != 0 && nanos.getAsLong() - held.untilNs() < 0 ? held.term() : 0;
    }

    private void ask() {
        if (!wants || decisions.standing().counter().isEmpty()) {
            return;
        }
        try {
            Leader known = decisions.office();
            long held = office.term();
            if (known.node().equals(node) && known.term() == held) {
                renew(held);
            } else if (known.node().equals(node) || !members.isThere(known.node())) {
                // One of this name that is not this process has ended, and this is the next.
                claim(known.term());
            }
        } catch (UndecidedException noMajority) {
            // The lease ends by itself, and what was not granted is wished again.
        }
    }

    private void renew(long term) throws UndecidedException {
        long askedNs = nanos.getAsLong();
        if (decisions.readOffice(PATIENCE).term() == term) {
            office = new Office(term, office.fromNs(), askedNs + LEASE.toNanos());
        }
    }

    private void claim(long after) throws UndecidedException {
        long askedNs = nanos.getAsLong();
        Leader granted = decisions.claimOffice(node, after, PATIENCE);
        if (granted != null) {
            office = new Office(granted.term(), nanos.getAsLong() + LEASE.toNanos(), askedNs + LEASE.toNanos());
        }
    }

    /** Leaves the office, so that nobody has to find out that it is empty. */
    @Override
    public void close() {
        asking.close();
        Office held = office;
        office = NONE;
        if (held.term() != 0 && decisions.office().equals(new Leader(node, held.term()))) {
            try {
                decisions.claimOffice("", held.term(), PATIENCE);
            } catch (UndecidedException alone) {
                // Then others find out.
            }
        }
    }
}
