package io.meridian.sidecar.metrics;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Decision;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Figure;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.sidecar.session.SessionObserver;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.agrona.concurrent.NanoClock;

/**
 * Counts what goes through a sidecar. The loop's thread counts: a message costs a few plain additions and nothing else. Any thread
 * reads.
 */
public class SidecarMetrics implements SessionObserver {
    /** What {@link #onError} may be called with and be counted by name; the rest counts as {@code other}. */
    static final int MOST_ERROR_TYPES = 32;

    /** Kept, since asking an enum for its values copies them. */
    static final int CODES = Refusal.Code.values().length - 1;

    private static final int ACTIONS = Action.values().length;
    /** What a plugin may show, so that no plugin fills the memory of whoever reads it. */
    private static final int MOST_FIGURES = 8;

    private static final Pattern FIGURE = Pattern.compile("[a-z0-9_.]{1,40}");

    private final NanoClock clock;
    final TopicTemplates templates;
    final Counts published = new Counts(TopicTemplates.CAPACITY);
    final Counts publishedBytes = new Counts(TopicTemplates.CAPACITY);
    final Counts delivered = new Counts(TopicTemplates.CAPACITY);
    final Counts deliveredBytes = new Counts(TopicTemplates.CAPACITY);
    final Counts backPressure = new Counts(TopicTemplates.CAPACITY);
    final Counts deadLetters = new Counts(TopicTemplates.CAPACITY);
    final Counts dropped = new Counts(TopicTemplates.CAPACITY);
    final Counts missing = new Counts(TopicTemplates.CAPACITY);
    final Counts duplicates = new Counts(TopicTemplates.CAPACITY);
    final Counts lag = new Counts(TopicTemplates.CAPACITY);
    final Counts full = new Counts(TopicTemplates.CAPACITY);
    /** By template, then action. */
    final Counts denied = new Counts(TopicTemplates.CAPACITY * ACTIONS);
    /** By template, then bucket. */
    final Counts latency = new Counts(TopicTemplates.CAPACITY * LatencyBuckets.COUNT);

    final Counts latencySumNs = new Counts(TopicTemplates.CAPACITY);
    /** By the refusal's code. */
    final Counts refused = new Counts(CODES);

    final Counts errors = new Counts(MOST_ERROR_TYPES);
    final String[] errorTypes = new String[MOST_ERROR_TYPES];
    volatile int errorTypeCount = 1;

    private volatile boolean attached;
    private volatile long attachedNs;
    private volatile long heardNs;
    private volatile long attaches;
    private volatile Map<String, Double> figures = Map.of();

    /** Counts with no patterns of the operator's own. */
    public SidecarMetrics(NanoClock clock) {
        this(List.of(), clock);
    }

    /** Counts as {@link MetricSettings} say. */
    public SidecarMetrics(Settings settings, NanoClock clock) {
        this(settings.get(MetricSettings.TOPICS), clock);
    }

    private SidecarMetrics(List<TopicPattern> own, NanoClock clock) {
        this.clock = clock;
        templates = new TopicTemplates(own);
        errorTypes[0] = TopicTemplates.OTHER;
    }

    @Override
    public int slot(Topic topic) {
        return templates.numberOf(topic);
    }

    @Override
    public void onPublished(int slot, int bytes) {
        published.add(slot, 1);
        publishedBytes.add(slot, bytes);
    }

    @Override
    public void onRefused(int slot, int code) {
        int index = -code;
        // A code that a newer contract may bring counts as unspecified.
        refused.add(index > 0 && index < CODES ? index : 0, 1);
    }

    @Override
    public void onBackPressure(int slot) {
        backPressure.add(slot, 1);
    }

    @Override
    public void onDelivered(int slot, int bytes, long latencyNs) {
        // Clocks of two machines may differ by more than the way took.
        long sampleNs = Math.max(0, latencyNs);
        delivered.add(slot, 1);
        deliveredBytes.add(slot, bytes);
        latency.add(slot * LatencyBuckets.COUNT + LatencyBuckets.of(sampleNs), 1);
        latencySumNs.add(slot, sampleNs);
    }

    @Override
    public void onDropped(TopicPattern pattern, long count) {
        dropped.add(templates.numberOf(pattern), count);
    }

    @Override
    public void onGap(Topic topic, int source, long count) {
        missing.add(templates.numberOf(topic), count);
    }

    @Override
    public void onDuplicate(int slot) {
        duplicates.add(slot, 1);
    }

    @Override
    public void onDeadLetter(Topic topic) {
        deadLetters.add(templates.numberOf(topic), 1);
    }

    @Override
    public void onDenied(Action action, TopicPattern pattern, Decision decision) {
        denied.add(templates.numberOf(pattern) * ACTIONS + action.ordinal(), 1);
    }

    @Override
    public void onDeniedAgain(int slot) {
        denied.add(slot * ACTIONS + Action.PUBLISH.ordinal(), 1);
    }

    @Override
    public int slot(TopicPattern pattern) {
        return templates.numberOf(pattern);
    }

    @Override
    public void onWaiting(int slot, long change) {
        lag.add(slot, change);
    }

    @Override
    public void onFull(int slot, int change) {
        full.add(slot, change);
    }

    @Override
    public void onAttached(AttachRequest request, String transport, int source) {
        long nowNs = clock.nanoTime();
        attachedNs = nowNs;
        heardNs = nowNs;
        attaches = attaches + 1;
        attached = true;
    }

    @Override
    public void onDetached(String reason, boolean crashed) {
        attached = false;
        figures = Map.of();
    }

    @Override
    public void onHeartbeat(HeartbeatRequest heartbeat) {
        heardNs = clock.nanoTime();
        Map<String, Double> said = new TreeMap<>();
        for (Figure figure : heartbeat.getFiguresList()) {
            if (said.size() < MOST_FIGURES && FIGURE.matcher(figure.getName()).matches()) {
                said.put(figure.getName(), figure.getValue());
            }
        }
        figures = said;
    }

    @Override
    public void onError(String type) {
        int known = errorTypeCount;
        for (int i = 0; i < known; i++) {
            if (errorTypes[i].equals(type)) {
                errors.add(i, 1);
                return;
            }
        }
        if (known == MOST_ERROR_TYPES) {
            errors.add(0, 1);
            return;
        }
        errorTypes[known] = type;
        errors.add(known, 1);
        errorTypeCount = known + 1;
    }

    /** 1 while a plugin is attached. */
    double attached() {
        return attached ? 1 : 0;
    }

    /** Seconds since the plugin was last heard of, 0 when none is attached. */
    double heartbeatAgeSeconds() {
        return attached ? Math.max(0, clock.nanoTime() - heardNs) / 1e9 : 0;
    }

    /** Seconds since the plugin attached, 0 when none is attached. */
    double uptimeSeconds() {
        return attached ? Math.max(0, clock.nanoTime() - attachedNs) / 1e9 : 0;
    }

    /** What the plugin that is in says of itself. */
    Map<String, Double> figures() {
        return figures;
    }

    /** How often a plugin came after the first. */
    double restarts() {
        return Math.max(0, attaches - 1);
    }
}
