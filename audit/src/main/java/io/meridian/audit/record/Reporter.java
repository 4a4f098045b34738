package io.meridian.audit.record;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One subscriber that reports, as far as it is to be given each message: how far it was given those of each source and topic, and what it was not given.
 * Known from its reports alone, as long as its subscriptions stand.
 */
final class Reporter {
    /** Of one source and topic. */
    private static final int MOST_HOLES = 10_000;
    /** What came last so long ago is not expected to go on. */
    private static final long QUIET_NS = TimeUnit.HOURS.toNanos(1);

    final String instance;
    private final RecordedMarks marks;
    private final Map<Id, Stream> streams = new HashMap<>();
    private long sinceNs;
    private boolean overdue;

    private record Id(long topicHash, int source) {}

    private static final class Stream {
        long highest;
        long reportedNs;
        /** When it was first seen to be behind what is recorded, without a report since; 0: it is not behind. */
        long behindNs;
        /** Sequences that were left out, and when that was seen. */
        final TreeMap<Long, Long> holes = new TreeMap<>();
    }

    Reporter(String instance, RecordedMarks marks) {
        this.instance = instance;
        this.marks = marks;
    }

    /** Its subscriptions have stood since then: when some began anew, what was expected before is void. */
    void since(long ns) {
        if (ns != sinceNs) {
            sinceNs = ns;
            streams.clear();
            overdue = false;
        }
    }

    void given(long topicHash, int source, long sequence, long nowNs) {
        Id id = new Id(topicHash, source);
        Stream stream = streams.get(id);
        if (stream == null) {
            stream = new Stream();
            stream.highest = sequence;
            streams.put(id, stream);
        }
        for (long each = Math.max(stream.highest + 1, sequence - MOST_HOLES); each < sequence; each++) {
            stream.holes.put(each, nowNs);
        }
        while (stream.holes.size() > MOST_HOLES) {
            stream.holes.pollFirstEntry();
        }
        if (!stream.holes.isEmpty()) {
            stream.holes.remove(sequence);
        }
        stream.highest = Math.max(stream.highest, sequence);
        stream.reportedNs = nowNs;
        stream.behindNs = 0;
    }

    /** Adds what is to be said of it now. */
    void look(long nowNs, long boundNs, List<GapNote> notes) {
        Deque<GapNote> behind = new ArrayDeque<>();
        Iterator<Map.Entry<Id, Stream>> all = streams.entrySet().iterator();
        boolean isBehind = false;
        while (all.hasNext()) {
            Map.Entry<Id, Stream> next = all.next();
            Id id = next.getKey();
            Stream stream = next.getValue();
            holes(id, stream, nowNs, boundNs, notes);
            long recorded = marks.highest(id.topicHash, id.source);
            if (recorded <= stream.highest) {
                stream.behindNs = 0;
                if (nowNs - stream.reportedNs > QUIET_NS) {
                    all.remove();
                }
                continue;
            }
            isBehind = true;
            if (stream.behindNs == 0) {
                stream.behindNs = nowNs;
            } else if (nowNs - stream.behindNs >= boundNs) {
                behind.add(note(GapNote.Event.OVERDUE, id, stream.highest + 1, recorded));
            }
        }
        if (!behind.isEmpty() && !overdue) {
            // Said once, of one: where a subscriber stands still it does so on all of its topics.
            overdue = true;
            notes.add(behind.getFirst());
        } else if (!isBehind) {
            overdue = false;
        }
    }

    private void holes(Id id, Stream stream, long nowNs, long boundNs, List<GapNote> notes) {
        Iterator<Map.Entry<Long, Long>> holes = stream.holes.entrySet().iterator();
        while (holes.hasNext()) {
            Map.Entry<Long, Long> hole = holes.next();
            if (nowNs - hole.getValue() < boundNs) {
                continue;
            }
            holes.remove();
            // What the recorder did not see either is a gap before both.
            if (marks.hasSeen(id.topicHash, id.source, hole.getKey())) {
                DeliveryCheck.add(notes, note(GapNote.Event.NOT_DELIVERED, id, hole.getKey(), hole.getKey()));
            }
        }
    }

    private GapNote note(GapNote.Event event, Id id, long from, long to) {
        return new GapNote(event, marks.name(id.topicHash), id.source, from, to, instance);
    }
}
