package io.meridian.audit.record;

import io.meridian.bus.Message;
import io.meridian.bus.report.DeliveryReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Holds what subscribers report against what is recorded: a message that a subscriber was given and the recorder never saw, and one that is recorded and
 * was not given to a subscriber who is to be given each. A topic's messages and the reports of them come by different ways, so nothing is said before a
 * bound has passed since, and not while old messages still come. For one thread.
 */
final class DeliveryCheck {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int MOST_AWAITED = 100_000;
    private static final int MOST_REPORTERS = 10_000;

    private final RecordedMarks marks;
    private final boolean knowsAll;
    private final long boundNs;
    /** What was given to subscribers before the log began is not known here. */
    private final long begunNs;

    private final Consumer<GapNote> found;
    private final Map<String, Reporter> reporters = new HashMap<>();
    /** Reported, and not recorded yet; the oldest first. */
    private final Map<Id, Awaited> awaited = new LinkedHashMap<>();

    private long oldNs = Long.MIN_VALUE;
    private long lookedNs;
    private long unchecked;

    private record Id(long topicHash, int source, long sequence) {}

    private record Awaited(String instance, long sinceNs) {}

    /**
     * @param knowsAll whether the log is to have all topics: else nothing is said of one of which it has nothing
     * @param begunNs since when there is a log, epoch ns
     */
    DeliveryCheck(RecordedMarks marks, boolean knowsAll, long boundNs, long begunNs, Consumer<GapNote> found) {
        this.marks = marks;
        this.knowsAll = knowsAll;
        this.boundNs = boundNs;
        this.begunNs = begunNs;
        this.found = found;
    }

    /** A durable message came, of whatever kind. */
    void came(Message message, long nowNs) {
        if (nowNs - message.publishTime() > boundNs / 2) {
            oldNs = nowNs;
        }
    }

    /** A report came. @throws IllegalArgumentException when it cannot be read */
    void onReport(Message report, long nowNs) {
        String topic = report.topic().name();
        String instance = topic.substring(DeliveryReport.TOPIC.length());
        long since = DeliveryReport.since(report.buffer(), report.offset(), report.length());
        Reporter reporter = reporters.get(instance);
        if (reporter == null) {
            if (reporters.size() >= MOST_REPORTERS) {
                reporters.clear();
            }
            reporter = new Reporter(instance, marks);
            reporters.put(instance, reporter);
        }
        Reporter of = reporter;
        of.since(since);
        DeliveryReport.read(
                report.buffer(), report.offset(), report.length(), (kind, source, topicHash, sequence, deliveredNs) -> {
                    if (kind == DeliveryReport.EACH || kind == DeliveryReport.PASSED_OVER) {
                        of.given(topicHash, source, sequence, nowNs);
                    }
                    if (kind != DeliveryReport.FAST
                            && deliveredNs >= begunNs
                            && (knowsAll || marks.name(topicHash) != null)
                            && !marks.has(topicHash, source, sequence)) {
                        await(new Id(topicHash, source, sequence), of.instance, nowNs);
                    }
                });
    }

    private void await(Id id, String instance, long nowNs) {
        if (awaited.size() < MOST_AWAITED) {
            awaited.putIfAbsent(id, new Awaited(instance, nowNs));
        } else {
            unchecked++;
        }
    }

    /** How many reported messages were not checked, since too many were awaited. */
    long unchecked() {
        return unchecked;
    }

    /** Says what there is to say now. */
    void work(long nowNs) {
        if (Math.abs(nowNs - lookedNs) < LOOK_NS) {
            return;
        }
        lookedNs = nowNs;
        if (oldNs != Long.MIN_VALUE && nowNs - oldNs < boundNs) {
            return;
        }
        List<GapNote> notes = new ArrayList<>();
        unseen(nowNs, notes);
        for (Reporter each : reporters.values()) {
            each.look(nowNs, boundNs, notes);
        }
        notes.forEach(found);
    }

    private void unseen(long nowNs, List<GapNote> notes) {
        var each = awaited.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Id, Awaited> next = each.next();
            Id id = next.getKey();
            if (marks.has(id.topicHash, id.source, id.sequence)) {
                each.remove();
            } else if (nowNs - next.getValue().sinceNs >= boundNs) {
                each.remove();
                String name = marks.name(id.topicHash);
                add(
                        notes,
                        new GapNote(
                                GapNote.Event.UNSEEN,
                                name == null ? "#%016x".formatted(id.topicHash) : name,
                                id.source,
                                id.sequence,
                                id.sequence,
                                next.getValue().instance));
            }
        }
    }

    /** Neighbours are one note. */
    static void add(List<GapNote> notes, GapNote note) {
        GapNote last = notes.isEmpty() ? null : notes.getLast();
        if (last != null
                && last.event() == note.event()
                && last.topic().equals(note.topic())
                && last.source() == note.source()
                && last.instance().equals(note.instance())
                && last.to() == note.from() - 1) {
            notes.set(
                    notes.size() - 1,
                    new GapNote(note.event(), note.topic(), note.source(), last.from(), note.to(), note.instance()));
        } else {
            notes.add(note);
        }
    }
}
