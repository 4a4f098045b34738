package io.meridian.sidecar.assembly;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Decision;
import io.meridian.bus.grant.Grant;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.sidecar.SidecarSettings;
import io.meridian.sidecar.metrics.SidecarMetrics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.agrona.concurrent.NanoClock;

/** Counts, and tells the audit trail what it must know: who came and went, and what was denied. On the guard loop. */
final class AuditedMetrics extends SidecarMetrics {
    /** One denial is told once in so long, however often it happens; the figures count them all. */
    private static final long SAME_DENIAL_NS = TimeUnit.SECONDS.toNanos(10);

    private static final int MOST_DENIALS = 1000;

    private final Map<String, Long> toldNs = new HashMap<>();
    private final NanoClock clock;
    private final AuditTrail audit;
    private final String instance;
    private boolean isAttached;
    private List<String> grants = List.of();
    /** Null: none yet. */
    private List<String> toldGrants;

    AuditedMetrics(Settings settings, NanoClock clock, AuditTrail audit) {
        super(settings, clock);
        instance = settings.get(SidecarSettings.INSTANCE);
        this.clock = clock;
        this.audit = audit;
    }

    @Override
    public void onDenied(Action action, TopicPattern pattern, Decision decision) {
        super.onDenied(action, pattern, decision);
        long nowNs = clock.nanoTime();
        String denial = action + " " + pattern.text();
        Long last = toldNs.get(denial);
        if (last != null && nowNs - last < SAME_DENIAL_NS) {
            return;
        }
        if (toldNs.size() == MOST_DENIALS) {
            toldNs.clear();
        }
        toldNs.put(denial, nowNs);
        audit.write(ControlAct.of("ACL_DENIED")
                .on(instance)
                .detail(action.name() + " " + pattern.text())
                .why(decision.text()));
    }

    @Override
    public void onFollowed(byte kind, int source, long topicHash, long sequence, long deliveredNs) {
        audit.delivered(kind, source, topicHash, sequence, deliveredNs);
    }

    @Override
    public void onFollowingEnded() {
        audit.forgetDelivered();
    }

    @Override
    public void onAttached(AttachRequest request, String transport, int source) {
        super.onAttached(request, transport, source);
        isAttached = true;
        tellGrants();
        audit.write(ControlAct.of(ControlAct.PLUGIN_ATTACHED)
                .on(instance)
                .change("", ControlAct.SOURCE + Integer.toUnsignedString(source))
                .detail(request.getPlugin() + " version " + request.getVersion() + " by " + transport));
    }

    @Override
    public void onDetached(String reason, boolean crashed) {
        super.onDetached(reason, crashed);
        isAttached = false;
        audit.write(ControlAct.of(crashed ? "PLUGIN_CRASHED" : "PLUGIN_DETACHED")
                .on(instance)
                .why(reason));
    }

    @Override
    public void onGrants(List<Grant> inForce) {
        grants = inForce.stream().map(Grant::toString).toList();
        // The first ones are told with the plugin: before it is there a sidecar needs no connection to tell by.
        if (isAttached || toldGrants != null) {
            tellGrants();
        }
    }

    private void tellGrants() {
        if (grants.equals(toldGrants)) {
            return;
        }
        List<String> before = toldGrants == null ? List.of() : toldGrants;
        audit.write(ControlAct.of(toldGrants == null ? "GRANTS_IN_FORCE" : "GRANTS_CHANGED")
                .on(instance)
                .change(without(before, grants), without(grants, before)));
        toldGrants = grants;
    }

    private static String without(List<String> all, List<String> others) {
        Set<String> known = new HashSet<>(others);
        return all.stream().filter(each -> !known.contains(each)).collect(Collectors.joining("; "));
    }
}
