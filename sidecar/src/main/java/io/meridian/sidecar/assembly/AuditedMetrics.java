package io.meridian.sidecar.assembly;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Decision;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.sidecar.metrics.SidecarMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/** Counts, and tells the audit trail what it must know: who came and went, and what was denied. On the guard loop. */
final class AuditedMetrics extends SidecarMetrics {
    /** One denial is told once in so long, however often it happens; the figures count them all. */
    private static final long SAME_DENIAL_NS = TimeUnit.SECONDS.toNanos(10);

    private static final int MOST_DENIALS = 1000;

    private final Map<String, Long> toldNs = new HashMap<>();
    private final NanoClock clock;
    private final AuditTrail audit;

    AuditedMetrics(Settings settings, NanoClock clock, AuditTrail audit) {
        super(settings, clock);
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
        audit.write(
                "ACL_DENIED",
                Map.of(
                        "action", action.name(),
                        "pattern", pattern.text(),
                        "rule", decision.rule().map(rule -> rule.id()).orElse(""),
                        "text", decision.text()));
    }

    @Override
    public void onFollowed(int source, long topicHash, long sequence, long deliveredNs) {
        audit.delivered(source, topicHash, sequence, deliveredNs);
    }

    @Override
    public void onAttached(AttachRequest request, String transport) {
        super.onAttached(request, transport);
        audit.write(
                "ATTACHED",
                Map.of("plugin", request.getPlugin(), "version", request.getVersion(), "transport", transport));
    }

    @Override
    public void onDetached(String reason, boolean crashed) {
        super.onDetached(reason, crashed);
        audit.write("DETACHED", Map.of("reason", reason, "crashed", String.valueOf(crashed)));
    }
}
