package io.meridian.audit.search;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.record.DeliveryReport;
import io.meridian.audit.record.RecordedMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows traces: each message of them that is in the log, in the order in which they were published. */
public final class TraceSearch {
    private TraceSearch() {}

    private record Id(int source, long topicHash, long sequence) {}

    private record Seen(
            Id id,
            String trace,
            String topic,
            int causeSource,
            long causeSequence,
            byte kind,
            int schema,
            long eventNs,
            long publishedNs,
            long recordedNs,
            long index) {}

    /** @param traces of 32 digits each */
    public static List<Hop> follow(LogFolder folder, Set<String> traces) {
        List<Seen> seen = new ArrayList<>();
        LogScan.scan(
                folder,
                new RecordFilter(Long.MIN_VALUE, Long.MAX_VALUE, (byte) 0, null, null, traces),
                (record, message) -> seen.add(seen(record, message)));
        seen.sort(Comparator.comparingLong(Seen::publishedNs));
        if (seen.isEmpty()) {
            return List.of();
        }
        Map<Id, List<Hop.Delivery>> deliveries = deliveries(folder, seen);
        List<Hop> hops = new ArrayList<>();
        for (Seen each : seen) {
            hops.add(new Hop(
                    each.trace,
                    each.topic,
                    each.id.source,
                    each.id.sequence,
                    cause(seen, each),
                    each.kind,
                    each.schema,
                    each.eventNs,
                    each.publishedNs,
                    each.recordedNs,
                    each.index,
                    deliveries.getOrDefault(each.id, List.of())));
        }
        return hops;
    }

    private static Seen seen(RecordView record, RecordedMessage message) {
        var envelope = message.envelope();
        return new Seen(
                new Id(envelope.source(), envelope.topicHash(), envelope.sequence()),
                message.trace(),
                message.topic(),
                envelope.causationSource(),
                envelope.causationSequence(),
                record.kind(),
                envelope.payloadSchema(),
                envelope.eventTime(),
                envelope.publishTime(),
                record.timeNs(),
                record.index());
    }

    /** A cause is named by source and sequence alone: of several topics, the last message before is meant. */
    private static int cause(List<Seen> seen, Seen of) {
        int found = -1;
        for (int i = 0; i < seen.size(); i++) {
            Seen each = seen.get(i);
            if (each != of
                    && of.causeSequence != 0
                    && each.id.source == of.causeSource
                    && each.id.sequence == of.causeSequence
                    && each.publishedNs <= of.publishedNs) {
                found = i;
            }
        }
        return found;
    }

    /** What sidecars reported since the first message of the trace. */
    private static Map<Id, List<Hop.Delivery>> deliveries(LogFolder folder, List<Seen> seen) {
        Map<Id, List<Hop.Delivery>> found = new HashMap<>();
        seen.forEach(each -> found.put(each.id, new ArrayList<>()));
        RecordFilter reports = new RecordFilter(
                seen.getFirst().publishedNs(),
                Long.MAX_VALUE,
                (byte) 0,
                new RecordFilter.Topics(DeliveryReport.PATTERN),
                null,
                null);
        LogScan.scan(folder, reports, (record, message) -> {
            String instance = message.topic().substring(message.topic().lastIndexOf('.') + 1);
            DeliveryReport.read(message.payload(), (source, topicHash, sequence, deliveredNs) -> {
                List<Hop.Delivery> of = found.get(new Id(source, topicHash, sequence));
                if (of != null) {
                    of.add(new Hop.Delivery(instance, deliveredNs));
                }
            });
            return true;
        });
        return found;
    }
}
