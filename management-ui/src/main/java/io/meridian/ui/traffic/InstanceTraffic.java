package io.meridian.ui.traffic;

import io.meridian.plugin.contract.telemetry.SidecarReport;
import io.meridian.plugin.contract.telemetry.Traffic;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one sidecar reported. */
final class InstanceTraffic {
    /** Sidecars have fewer templates; a report may claim any number. */
    static final int MOST_TOPICS = 128;

    final Minute minute = new Minute();
    final Map<String, TopicTraffic> topics = new TreeMap<>();
    String state = "";
    boolean attached;
    boolean latched;
    long firstNs;
    long lastNs;
    /** How much time all reports together tell of: less than has passed, where some did not come. */
    long heardNs;
    /** Of topics beyond the bound, which are counted nowhere. */
    long untold;

    void add(SidecarReport report, BucketBounds bounds) {
        int place = minute.add(report.getFromNs(), report.getToNs());
        firstNs = firstNs == 0 ? report.getFromNs() : firstNs;
        lastNs = report.getToNs();
        heardNs += report.getToNs() - report.getFromNs();
        state = report.getState();
        attached = report.getAttached();
        latched = report.getLatched();
        Set<String> told = new HashSet<>();
        for (Traffic traffic : report.getTrafficList()) {
            TopicTraffic topic = topics.get(traffic.getTopic());
            if (topic == null) {
                if (topics.size() == MOST_TOPICS) {
                    untold++;
                    continue;
                }
                topic = new TopicTraffic(traffic.getTopic());
                topics.put(topic.topic, topic);
            }
            told.add(topic.topic);
            topic.add(place, traffic, report.getToNs(), bounds);
        }
        topics.values().stream().filter(topic -> !told.contains(topic.topic)).forEach(topic -> topic.nothing(place));
    }
}
