package io.meridian.audit.search;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.record.GapNote;
import io.meridian.audit.record.RecordedMessage;
import io.meridian.bus.report.DeliveryReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows traces: each message of them that is in the log, in the order in which they were published, and what observers did not see of them. */
public final class TraceSearch {
    private final List<LogFolder> folders;
    private final List<Seen> seen = new ArrayList<>();
    private final Map<Id, List<Hop.Delivery>> deliveries = new HashMap<>();
    private final List<GapNote> gaps = new ArrayList<>();

    private TraceSearch(List<LogFolder> folders) {
        this.folders = folders;
    }

    private record Id(int source, long topicHash, long sequence) {}

    private record Cause(int source, long sequence) {}

    private record Seen(
            Id id,
            String trace,
            String topic,
            Cause cause,
            byte kind,
            int schema,
            long eventNs,
            long publishedNs,
            long recordedNs,
            long index) {}

    /**
     * @param folders of all logs that may have something of it
     * @param traces of 32 digits each
     */
    public static List<Hop> follow(List<LogFolder> folders, Set<String> traces) {
        return new TraceSearch(folders).run(traces);
    }

    private List<Hop> run(Set<String> traces) {
        scan(
                new RecordFilter(Long.MIN_VALUE, Long.MAX_VALUE, (byte) 0, null, null, traces),
                (record, message) -> seen.add(seen(record, message)));
        seen.sort(Comparator.comparingLong(Seen::publishedNs));
        if (seen.isEmpty()) {
            return List.of();
        }
        seen.forEach(each -> deliveries.put(each.id, new ArrayList<>()));
        readWhatObserversSay();
        return seen.stream().map(this::hop).toList();
    }

    private void scan(RecordFilter filter, LogScan.Reader reader) {
        folders.forEach(folder -> LogScan.scan(folder, filter, reader));
    }

    private static Seen seen(RecordView record, RecordedMessage message) {
        var envelope = message.envelope();
        return new Seen(
                new Id(envelope.source(), envelope.topicHash(), envelope.sequence()),
                message.trace(),
                message.topic(),
                new Cause(envelope.causationSource(), envelope.causationSequence()),
                record.kind(),
                envelope.payloadSchema(),
                envelope.eventTime(),
                envelope.publishTime(),
                record.timeNs(),
                record.index());
    }

    private Hop hop(Seen each) {
        int cause = cause(each);
        return new Hop(
                each.trace,
                each.topic,
                each.id.source,
                each.id.sequence,
                cause,
                each.kind,
                each.schema,
                each.eventNs,
                each.publishedNs,
                each.recordedNs,
                each.index,
                deliveries.get(each.id),
                missedBy(each),
                cause < 0 ? lostCause(each.cause) : null);
    }

    /** What the recorder never had it noted; of a message that it had, and that is not in this trace, nothing is known to be wrong. */
    private GapNote lostCause(Cause cause) {
        return gaps.stream()
                .filter(gap -> gap.event() == GapNote.Event.UNSEEN || gap.event() == GapNote.Event.GAP)
                .filter(gap ->
                        gap.source() == cause.source && gap.from() <= cause.sequence && cause.sequence <= gap.to())
                .findFirst()
                .orElse(null);
    }

    private List<String> missedBy(Seen each) {
        return gaps.stream()
                .filter(gap -> gap.event() == GapNote.Event.NOT_DELIVERED || gap.event() == GapNote.Event.OVERDUE)
                .filter(gap -> gap.topic().equals(each.topic)
                        && gap.source() == each.id.source
                        && gap.from() <= each.id.sequence
                        && each.id.sequence <= gap.to())
                .map(GapNote::instance)
                // What was overdue may have come since.
                .filter(instance -> deliveries.get(each.id).stream()
                        .noneMatch(delivery -> delivery.instance().equals(instance)))
                .distinct()
                .toList();
    }

    /** A cause is named by source and sequence alone: of several topics, the last message before is meant. @return -1: it is not recorded */
    private int cause(Seen of) {
        int found = -1;
        for (int i = 0; i < seen.size(); i++) {
            Seen each = seen.get(i);
            if (each != of
                    && of.cause.sequence != 0
                    && each.id.source == of.cause.source
                    && each.id.sequence == of.cause.sequence
                    && each.publishedNs <= of.publishedNs) {
                found = i;
            }
        }
        return found;
    }

    /** What subscribers reported and the recorder noted since the first message of the trace. */
    private void readWhatObserversSay() {
        RecordFilter since =
                new RecordFilter(seen.getFirst().publishedNs(), Long.MAX_VALUE, (byte) 0, null, null, null);
        scan(since, (record, message) -> {
            if (message == null) {
                GapNote gap = GapNote.of(record);
                if (gap != null) {
                    gaps.add(gap);
                }
            } else if (message.topic().startsWith(DeliveryReport.TOPIC)) {
                read(message);
            }
            return true;
        });
    }

    private void read(RecordedMessage report) {
        String instance = report.topic().substring(DeliveryReport.TOPIC.length());
        try {
            report.readPayload((buffer, offset, length) ->
                    DeliveryReport.read(buffer, offset, length, (kind, source, topicHash, sequence, deliveredNs) -> {
                        if (kind == DeliveryReport.PASSED_OVER) {
                            return;
                        }
                        List<Hop.Delivery> of = deliveries.get(new Id(source, topicHash, sequence));
                        if (of != null) {
                            of.add(new Hop.Delivery(instance, deliveredNs));
                        }
                    }));
        } catch (IllegalArgumentException unreadable) {
            // Of another version, as the recorder said when it came: what it told is not known here.
            return;
        }
    }
}
