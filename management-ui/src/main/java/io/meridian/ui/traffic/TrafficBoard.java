package io.meridian.ui.traffic;

import com.google.protobuf.InvalidProtocolBufferException;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.telemetry.SidecarReport;
import io.meridian.ui.traffic.TopicTraffic.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that sidecars reported since somebody began to listen. Safe for threads. */
public final class TrafficBoard {
    /** Sidecars beyond are counted, and not kept. */
    static final int MOST_INSTANCES = 1_000;

    private static final long MILLI_NS = 1_000_000;

    private final Map<String, InstanceTraffic> instances = new TreeMap<>();
    private final BucketBounds bounds = new BucketBounds();
    private long sinceNs;
    private long unreadable;
    private long untold;

    /** @param nowNs epoch nanoseconds: nothing is known of before */
    public TrafficBoard(long nowNs) {
        sinceNs = nowNs;
    }

    /** Forgets all, since there was a time in which nothing was heard. */
    synchronized void begin(long nowNs) {
        instances.clear();
        sinceNs = nowNs;
        unreadable = 0;
        untold = 0;
    }

    /** Takes a report. @param topic that it came on */
    synchronized void hear(String topic, byte[] payload) {
        SidecarReport report;
        try {
            report = SidecarReport.parseFrom(payload);
        } catch (InvalidProtocolBufferException broken) {
            unreadable++;
            return;
        }
        boolean isWhole = report.getToNs() >= report.getFromNs()
                && report.getFromNs() > 0
                && topic.equals(TopicTemplate.TELEMETRY.topic(report.getInstance()));
        if (!isWhole) {
            unreadable++;
            return;
        }
        InstanceTraffic instance = instances.get(report.getInstance());
        if (instance == null) {
            if (instances.size() == MOST_INSTANCES) {
                untold++;
                return;
            }
            instance = new InstanceTraffic();
            instances.put(report.getInstance(), instance);
        }
        instance.add(report, bounds);
    }

    /** Each instance with its topics: counts of the last minute of reports, and of all of them. Times are epoch milliseconds. */
    public synchronized Map<String, Object> traffic(long nowNs) {
        Map<String, Object> told = head(nowNs);
        List<Map<String, Object>> all = new ArrayList<>();
        instances.forEach((name, instance) -> {
            boolean[] counts = instance.minute.within(nowNs);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", name);
            one.put("state", instance.state);
            one.put("attached", instance.attached);
            one.put("latched", instance.latched);
            one.put("first", instance.firstNs / MILLI_NS);
            one.put("last", instance.lastNs / MILLI_NS);
            one.put("heardMs", instance.heardNs / MILLI_NS);
            one.put("coveredMs", instance.minute.coveredNs(counts) / MILLI_NS);
            one.put("untold", instance.untold);
            one.put(
                    "topics",
                    instance.topics.values().stream()
                            .map(topic -> topic(topic, counts))
                            .toList());
            all.add(one);
        });
        told.put("instances", all);
        return told;
    }

    private Map<String, Object> head(long nowNs) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("now", nowNs / MILLI_NS);
        told.put("since", sinceNs / MILLI_NS);
        told.put("unreadable", unreadable);
        told.put("untold", untold);
        return told;
    }

    /** Most figures of most topics are nothing, and then left out: there may be thousands. */
    private static Map<String, Object> topic(TopicTraffic topic, boolean[] counts) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("topic", topic.topic);
        put(one, "published", topic.lately(Figure.PUBLISHED, counts));
        put(one, "delivered", topic.lately(Figure.DELIVERED, counts));
        put(one, "denied", topic.lately(Figure.DENIED, counts));
        put(one, "backPressure", topic.lately(Figure.BACK_PRESSURE, counts));
        put(one, "dropped", topic.lately(Figure.DROPPED, counts));
        put(one, "missing", topic.lately(Figure.MISSING, counts));
        put(one, "duplicates", topic.lately(Figure.DUPLICATES, counts));
        put(one, "deadLetters", topic.lately(Figure.DEAD_LETTERS, counts));
        put(one, "lag", topic.lag);
        put(one, "publishedInAll", topic.published);
        put(one, "deliveredInAll", topic.delivered);
        put(one, "deniedInAll", topic.denied);
        put(one, "publishedAt", topic.publishedAtNs / MILLI_NS);
        put(one, "deliveredAt", topic.deliveredAtNs / MILLI_NS);
        return one;
    }

    private static void put(Map<String, Object> one, String name, long figure) {
        if (figure != 0) {
            one.put(name, figure);
        }
    }

    /**
     * How long deliveries took in the last quarter of an hour: for each instance and topic the counts by half minute and bucket, those that are 0 left
     * out. Buckets are numbered by their place in {@code buckets}.
     */
    public synchronized Map<String, Object> latency(long nowNs) {
        long last = LatencySlots.slotOf(nowNs);
        long first = last - LatencySlots.SLOTS + 1;
        Map<String, Object> told = head(nowNs);
        told.put("from", first * LatencySlots.SLOT_NS / MILLI_NS);
        told.put("slotMs", LatencySlots.SLOT_NS / MILLI_NS);
        told.put("slots", LatencySlots.SLOTS);
        List<long[]> hops = new ArrayList<>();
        List<Map<String, Object>> all = new ArrayList<>();
        instances.forEach((name, instance) -> instance.topics.values().forEach(topic -> {
            List<long[]> counts = counts(topic.latency, first, last);
            if (!counts.isEmpty() || topic.lag > 0) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("instance", name);
                one.put("topic", topic.topic);
                one.put("lag", topic.lag);
                one.put("lagAt", instance.lastNs / MILLI_NS);
                one.put("unplaced", topic.latency.unplaced());
                one.put("counts", counts);
                all.add(one);
            }
        }));
        bounds.all().forEach(each -> hops.add(new long[] {each.aboveNs(), each.upToNs()}));
        told.put("buckets", hops);
        told.put("hops", all);
        return told;
    }

    /** Each as half minute, bucket and count. */
    private static List<long[]> counts(LatencySlots slots, long first, long last) {
        List<long[]> counts = new ArrayList<>();
        for (long slot = first; slot <= last; slot++) {
            long[] buckets = slots.of(slot);
            for (int bucket = 0; bucket < buckets.length; bucket++) {
                if (buckets[bucket] > 0) {
                    counts.add(new long[] {slot - first, bucket, buckets[bucket]});
                }
            }
        }
        return counts;
    }
}
