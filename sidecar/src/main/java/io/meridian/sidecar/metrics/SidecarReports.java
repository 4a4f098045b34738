package io.meridian.sidecar.metrics;

import io.meridian.bus.grant.Action;
import io.meridian.plugin.contract.telemetry.Bucket;
import io.meridian.plugin.contract.telemetry.SidecarReport;
import io.meridian.plugin.contract.telemetry.Traffic;

/**
 * Makes reports of the counts: each has what was counted since the last one that was {@linkplain #sent sent}. For one thread, not that of the loop,
 * which goes on counting meanwhile: what a report does not see yet, the next one does.
 */
public final class SidecarReports {
    private static final int TEMPLATES = TopicTemplates.CAPACITY;
    private static final int ACTIONS = Action.values().length;

    private final SidecarMetrics metrics;
    private final Since published;
    private final Since publishedBytes;
    private final Since delivered;
    private final Since deliveredBytes;
    private final Since backPressure;
    private final Since dropped;
    private final Since missing;
    private final Since duplicates;
    private final Since deadLetters;
    private final Since latencySumNs;
    private final Since denied;
    private final Since latency;
    private final Since refused;
    private final Since errors;
    private final Since[] all;
    private long fromNs;

    /** Counts, and what they were when the last report was sent. */
    private static final class Since {
        private final Counts counts;
        private final long[] sent;
        private final long[] seen;

        private Since(Counts counts, int size) {
            this.counts = counts;
            sent = new long[size];
            seen = new long[size];
        }

        /** Each is read once for a report: what is told is what counts as sent. */
        private void look() {
            for (int i = 0; i < seen.length; i++) {
                seen[i] = counts.get(i);
            }
        }

        private long of(int index) {
            return seen[index] - sent[index];
        }

        private long of(int from, int count) {
            long sum = 0;
            for (int i = from; i < from + count; i++) {
                sum += of(i);
            }
            return sum;
        }

        private void sent() {
            System.arraycopy(seen, 0, sent, 0, seen.length);
        }
    }

    /** @param nowNs epoch nanoseconds at which the first report begins */
    public SidecarReports(SidecarMetrics metrics, long nowNs) {
        this.metrics = metrics;
        fromNs = nowNs;
        published = new Since(metrics.published, TEMPLATES);
        publishedBytes = new Since(metrics.publishedBytes, TEMPLATES);
        delivered = new Since(metrics.delivered, TEMPLATES);
        deliveredBytes = new Since(metrics.deliveredBytes, TEMPLATES);
        backPressure = new Since(metrics.backPressure, TEMPLATES);
        dropped = new Since(metrics.dropped, TEMPLATES);
        missing = new Since(metrics.missing, TEMPLATES);
        duplicates = new Since(metrics.duplicates, TEMPLATES);
        deadLetters = new Since(metrics.deadLetters, TEMPLATES);
        latencySumNs = new Since(metrics.latencySumNs, TEMPLATES);
        denied = new Since(metrics.denied, TEMPLATES * ACTIONS);
        latency = new Since(metrics.latency, TEMPLATES * LatencyBuckets.COUNT);
        refused = new Since(metrics.refused, SidecarMetrics.CODES);
        errors = new Since(metrics.errors, SidecarMetrics.MOST_ERROR_TYPES);
        all = new Since[] {
            published,
            publishedBytes,
            delivered,
            deliveredBytes,
            backPressure,
            dropped,
            missing,
            duplicates,
            deadLetters,
            latencySumNs,
            denied,
            latency,
            refused,
            errors
        };
    }

    /** What was counted until now. The caller adds who it is of and how that one is. */
    public SidecarReport.Builder next(long nowNs) {
        for (Since each : all) {
            each.look();
        }
        SidecarReport.Builder report = SidecarReport.newBuilder()
                .setFromNs(fromNs)
                .setToNs(nowNs)
                .setHeartbeatAgeNs(Math.round(metrics.heartbeatAgeSeconds() * 1e9))
                .setUptimeNs(Math.round(metrics.uptimeSeconds() * 1e9))
                .setRestarts((long) metrics.restarts())
                .setErrors(refused.of(0, SidecarMetrics.CODES) + errors.of(0, SidecarMetrics.MOST_ERROR_TYPES));
        int count = metrics.templates.count();
        for (int template = 0; template < count; template++) {
            Traffic traffic = traffic(template);
            if (!traffic.equals(Traffic.getDefaultInstance())) {
                report.addTraffic(traffic.toBuilder().setTopic(metrics.templates.name(template)));
            }
        }
        return report;
    }

    private Traffic traffic(int template) {
        Traffic.Builder traffic = Traffic.newBuilder()
                .setPublished(published.of(template))
                .setPublishedBytes(publishedBytes.of(template))
                .setDelivered(delivered.of(template))
                .setDeliveredBytes(deliveredBytes.of(template))
                .setDenied(denied.of(template * ACTIONS, ACTIONS))
                .setBackPressure(backPressure.of(template))
                .setDropped(dropped.of(template))
                .setMissing(missing.of(template))
                .setDuplicates(duplicates.of(template))
                .setDeadLetters(deadLetters.of(template))
                .setLag(metrics.lag.get(template))
                .setLatencySumNs(latencySumNs.of(template));
        for (int i = 0; i < LatencyBuckets.COUNT; i++) {
            long took = latency.of(template * LatencyBuckets.COUNT + i);
            if (took > 0) {
                traffic.addLatency(Bucket.newBuilder()
                        .setAboveNs(LatencyBuckets.aboveNs(i))
                        .setUpToNs(LatencyBuckets.upToNs(i))
                        .setCount(took));
            }
        }
        return traffic.build();
    }

    /** The report that was made last is on its way: the next one begins where it ends. */
    public void sent(long toNs) {
        for (Since each : all) {
            each.sent();
        }
        fromNs = toNs;
    }
}
