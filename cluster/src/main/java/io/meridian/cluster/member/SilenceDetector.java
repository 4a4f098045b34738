package io.meridian.cluster.member;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jgroups.Address;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.FailureDetection;

/**
 * The part of a node's protocols that judges silence. A node that is silent for the time of confirmation is given to the group as suspected, which asks it once more
 * and then goes on without it; that a node is only suspect changes nothing but what {@link Members} tell.
 */
public final class SilenceDetector extends FailureDetection {
    private static final short PROTOCOL = 1_701;

    static {
        ClassConfigurator.addProtocol(PROTOCOL, SilenceDetector.class);
    }

    private final Detection detection;
    private final Map<Address, Silence> silences = new ConcurrentHashMap<>();

    public SilenceDetector(Detection detection) {
        this.detection = detection;
        setInterval(detection.heartbeat().toMillis());
        setTimeout(detection.confirmation().toMillis());
    }

    @Override
    protected Map<Address, ?> getTimestamps() {
        return silences;
    }

    @Override
    protected long getTimeoutCheckInterval() {
        return Math.max(50, interval / 4);
    }

    @Override
    protected String getTimeoutCheckerInfo() {
        return getClass().getSimpleName() + ": looks for silent nodes";
    }

    @Override
    protected void update(Address sender, boolean log, boolean skipIfThere) {
        if (sender == null || sender.equals(local_addr)) {
            return;
        }
        long nowNs = System.nanoTime();
        silences.compute(sender, (address, silence) -> {
            if (silence == null) {
                return new Silence(detection.heartbeat().toNanos(), nowNs);
            }
            if (!skipIfThere) {
                silence.heard(nowNs);
            }
            return silence;
        });
    }

    @Override
    protected <T> boolean needsToBeSuspected(Address member, T silence) {
        return isOver(detection, (Silence) silence, System.nanoTime());
    }

    /** Whether one that is silent is taken for dead, unless it answers when it is asked once more. */
    static boolean isOver(Detection detection, Silence silence, long nowNs) {
        return silence.silentNs(nowNs) >= detection.confirmation().toNanos();
    }

    @Override
    protected void retainKeys(List<Address> members) {
        silences.keySet().retainAll(members);
    }

    /** How one is judged now. */
    record Judgement(boolean isSuspect, long silentMs, double phi) {
        /** Nothing is to be said against it. */
        static final Judgement NONE = new Judgement(false, 0, 0);
    }

    Judgement judge(Address member) {
        long nowNs = System.nanoTime();
        Judgement[] judged = {Judgement.NONE};
        silences.computeIfPresent(member, (address, silence) -> {
            judged[0] = judge(detection, silence, nowNs);
            return silence;
        });
        return judged[0];
    }

    static Judgement judge(Detection detection, Silence silence, long nowNs) {
        double phi = silence.phi(nowNs);
        boolean isSuspect = phi >= detection.phi()
                || silence.silentNs(nowNs) >= detection.suspicion().toNanos();
        return new Judgement(isSuspect, silence.silentMs(nowNs), phi);
    }
}
