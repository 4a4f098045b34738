package io.meridian.conformance.stage;

import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Settle;
import io.meridian.plugin.contract.proto.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A subscription that a plugin opened, and what it did with what it was given. Guarded by the stage it belongs to. */
public class Watched {
    private final Open open;
    private final List<Seen.Settled> verdicts = new ArrayList<>();
    private final TreeSet<Long> unsettled = new TreeSet<>();
    private long meant;
    private long delivered;
    private boolean closed;
    private String violation;

    public Watched(Open open) {
        this.open = open;
    }

    public final Open open() {
        return open;
    }

    public final String pattern() {
        return open.getPattern();
    }

    public final boolean isDurable() {
        return open.getProfile() == Profile.DURABLE;
    }

    public final boolean isClosed() {
        return closed;
    }

    /** It takes nothing more. */
    public void close() {
        closed = true;
    }

    /** A message is on its way to it. */
    public final void meant() {
        meant++;
    }

    /** It was given its next message. */
    public final void delivered() {
        delivered++;
        unsettled.add(delivered);
    }

    /** The plugin decided one. */
    public final void settle(Settle settle) {
        verdicts.add(new Seen.Settled(settle, System.nanoTime()));
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
    final String violation() {
        return violation;
    }

    final long deliveries() {
        return delivered;
    }

    /** Those that are on their way, and those that the plugin has not decided. */
    final long left() {
        return unsettled.size() + Math.max(0, meant - delivered);
    }

    final List<Seen.Settled> verdicts() {
        return List.copyOf(verdicts);
    }
}
