package io.meridian.audit.record;

import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.AuditLog;
import io.meridian.audit.log.CheckpointPlace;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.LogOptions;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.log.RetiredNote;
import io.meridian.audit.log.SegmentReader;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.person.People;
import io.meridian.audit.person.PersonalNames;
import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.report.DeliveryReport;
import io.meridian.bus.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes each durable message of a bus into the log, once, and confirms it to the bus when it is safe on the disk. For one thread. When the disk takes
 * nothing it reads nothing more, so the bus keeps what comes.
 */
public final class Recorder implements AutoCloseable {
    /** What a recorder's place in the bus is called; of another log than the main one its name follows. */
    private static final String SUBSCRIPTION = "audit-recorder";

    static final String MARKS = ".marks";
    private static final int ROUND = 512;
    /** A clock that is kept right is set by less, if at all. */
    private static final long CLOCK_STEP_NS = 1_000_000;

    private static final String EVERYTHING = "**";
    private static final List<String> CAUSES = List.of("platform.data.**", "platform.signal.**");

    private final Consumer<String> log;
    private final EpochNanoClock clock;
    private final RecordedTopics topics;
    private final PersonalNames names;
    private final People people;
    private final Retirement retirement;
    private final RecordedMarks marks = new RecordedMarks();
    private final RecentMessages recent = new RecentMessages();
    private final RecorderFigures figures = new RecorderFigures();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[1 << 16]);
    private final AuditLog audit;
    private final Subscription durable;
    private final List<Subscription> fast = new ArrayList<>();
    private final DeliveryCheck deliveries;
    private long decided;
    private long decidedCount;
    private boolean isNewSegment = true;
    private String told;
    private AuditException failed;
    private boolean toldUnreadable;
    private boolean toldBehind;

    /**
     * @param log hears what a person should know
     */
    public Recorder(
            Bus bus,
            LogFolder folder,
            SigningKey key,
            CheckpointPlace place,
            RecorderOptions options,
            EpochNanoClock clock,
            Consumer<String> log) {
        this.log = log;
        this.clock = clock;
        topics = options.topics();
        names = options.names();
        people = People.of(folder);
        retirement = new Retirement(folder, options.keepNs(), log);
        audit = new AuditLog(folder, key, place, options.log(), clock, this::onSegment);
        try {
            deliveries =
                    new DeliveryCheck(marks, topics.areAll(), options.deliveryBoundNs(), recall(folder), this::gap);
            durable = bus.subscribe(
                    SubscriptionSpec.durable(EVERYTHING)
                            .named(subscription(options.log().shard()))
                            .from(StartAt.EARLIEST),
                    this::onDurable);
            durable.deferConfirmation();
            decided = durable.decidedMark();
            decidedCount = audit.count();
            for (String pattern : CAUSES) {
                fast.add(bus.subscribe(SubscriptionSpec.fast(pattern), this::onCause));
            }
        } catch (IOException e) {
            audit.close();
            throw new AuditException("The log cannot be read: " + e, e);
        } catch (RuntimeException e) {
            audit.close();
            throw e;
        }
        note("{\"event\":\"RECORDER_STARTED\",\"process\":"
                + ProcessHandle.current().pid() + (topics.areAll() ? "" : "," + topics.json()) + "}");
    }

    private static String subscription(String shard) {
        return shard.equals(LogOptions.DEFAULT.shard()) ? SUBSCRIPTION : SUBSCRIPTION + "-" + shard;
    }

    /** The last file of records: all before it are done. */
    private void onSegment(Path segment) {
        if (LogFolder.first(segment) == 0 || audit == null) {
            return;
        }
        isNewSegment = true;
        try {
            marks.save(LogFolder.beside(segment, MARKS));
        } catch (IOException e) {
            // They only save time: without them the next start reads more of the log.
            log.accept("How far it is recorded cannot be kept beside " + segment + ": " + e.getMessage());
        }
    }

    /** Finds out how far each publisher is recorded, from the last marks and what came after them. @return when the log begins, epoch ns */
    private long recall(LogFolder folder) throws IOException {
        List<Path> segments = folder.segments();
        int begin = segments.size() - 1;
        while (begin >= 0 && !marks.load(LogFolder.beside(segments.get(begin), MARKS))) {
            begin--;
        }
        RecordedMessage message = new RecordedMessage();
        for (Path segment : segments.subList(Math.max(0, begin), segments.size())) {
            try (SegmentReader reader = new SegmentReader(segment)) {
                for (RecordView record = reader.next(); record != null; record = reader.next()) {
                    if ((record.kind() == Kinds.MESSAGE || record.kind() == Kinds.ACT)
                            && message.wrap(record.bytes(), record.bodyOffset(), record.bodyLength())) {
                        marks.add(
                                Topic.of(message.topic()),
                                message.envelope().source(),
                                message.envelope().sequence());
                    }
                }
            }
        }
        long first = segments.isEmpty() ? 0 : SegmentReader.firstTime(segments.getFirst());
        return first == 0 ? clock.nanoTime() : first;
    }

    private Verdict onDurable(Message message) {
        if (failed != null) {
            return Verdict.RETRY;
        }
        try {
            if (topics.have(message.topic())) {
                record(message);
            }
        } catch (AuditException cannot) {
            // It is not recorded, so it must not be confirmed: the recorder ends, and the next one is given it again.
            failed = cannot;
            return Verdict.RETRY;
        }
        long nowNs = clock.nanoTime();
        deliveries.came(message, nowNs);
        if (message.topic().name().startsWith(DeliveryReport.TOPIC)) {
            report(message, nowNs);
        }
        return Verdict.ACCEPT;
    }

    private void record(Message message) {
        long before = marks.highest(message.topic().hash(), message.source());
        switch (marks.add(message.topic(), message.source(), message.sequence())) {
            case AGAIN -> {
                figures.repeated++;
                return;
            }
            case AFTER_GAP ->
                gap(new GapNote(
                        GapNote.Event.GAP,
                        message.topic().name(),
                        message.source(),
                        before + 1,
                        message.sequence() - 1,
                        ""));
            case NEXT, LATE -> {}
        }
        recent.take(message.traceHigh(), message.traceLow(), (buffer, offset, length) -> {
            audit.append(Kinds.CAUSE, buffer, offset, length);
            figures.causes++;
        });
        if (!names.mayBeIn(message.topic().name()) || !appendAct(message)) {
            append(Kinds.MESSAGE, message);
        }
        figures.messages++;
    }

    private void report(Message message, long nowNs) {
        try {
            deliveries.onReport(message, nowNs);
        } catch (IllegalArgumentException unreadable) {
            figures.unreadable++;
            if (!toldUnreadable) {
                toldUnreadable = true;
                log.accept("A report of deliveries cannot be read: " + message + ": " + unreadable.getMessage()
                        + ". Is there a sidecar of another version?");
            }
        }
    }

    private Verdict onCause(Message message) {
        recent.keep(message);
        return Verdict.ACCEPT;
    }

    /** @return false: there are no names in it */
    private boolean appendAct(Message message) {
        byte[] travelled = new byte[message.length()];
        message.buffer().getBytes(message.offset(), travelled);
        byte[] payload = names.replace(travelled, people);
        if (payload == null) {
            return false;
        }
        UnsafeBuffer body = new UnsafeBuffer(new byte[EnvelopeLayout.MAX_LENGTH + payload.length]);
        int head = message.copyEnvelope(body);
        body.putBytes(head, payload);
        audit.append(Kinds.ACT, body, 0, head + payload.length);
        return true;
    }

    private void append(byte kind, Message message) {
        int most = EnvelopeLayout.MAX_LENGTH + message.length();
        if (scratch.capacity() < most) {
            scratch.wrap(new byte[most]);
        }
        int head = message.copyEnvelope(scratch);
        scratch.putBytes(head, message.buffer(), message.offset(), message.length());
        audit.append(kind, scratch, 0, head + message.length());
    }

    private void gap(GapNote note) {
        figures.count(note.event());
        log.accept((note.event() == GapNote.Event.OVERDUE ? "NOTICE: " : "ALARM: ") + note.text());
        note(note.json());
    }

    /** When a file was begun, an old one may go. */
    private void retire() {
        try {
            if (isNewSegment && audit.blocked() == null) {
                isNewSegment = false;
                RetiredNote due = retirement.due(clock.nanoTime());
                if (due != null) {
                    retirement.noted(audit.count());
                    note(due.text());
                }
            }
            if (audit.trouble() == null) {
                retirement.remove(audit.sealed());
            }
        } catch (IOException e) {
            log.accept("ALARM: old files of the log cannot be removed: " + e);
        }
    }

    private void note(String json) {
        UnsafeBuffer bytes = new UnsafeBuffer(json.getBytes(StandardCharsets.US_ASCII));
        audit.append(Kinds.NOTE, bytes, 0, bytes.capacity());
        figures.notes++;
    }

    /** Does what there is to do now; never waits long. */
    public int work() {
        int work = 0;
        if (audit.blocked() == null) {
            work += durable.poll(ROUND);
            for (Subscription each : fast) {
                work += each.poll(ROUND);
            }
            deliveries.work(clock.nanoTime());
            figures.unchecked = deliveries.unchecked();
        }
        if (failed != null) {
            throw failed;
        }
        audit.work();
        if (audit.safe() >= decidedCount) {
            // What was decided when the mark was taken is safe by now.
            durable.confirmUpTo(decided);
            decided = durable.decidedMark();
            decidedCount = audit.count();
        }
        retire();
        tellOfTheClock();
        figures.records = audit.count();
        figures.safe = audit.safe();
        figures.sealed = audit.sealed();
        tell();
        return work;
    }

    private void tellOfTheClock() {
        long behindNs = audit.behindNs();
        if (behindNs > CLOCK_STEP_NS && !toldBehind) {
            toldBehind = true;
            figures.clockSteps++;
            log.accept("ALARM: the clock was set back: it is " + behindNs
                    + " ns behind the last record. Until it has caught up all records have that record's time.");
            note("{\"event\":\"CLOCK_SET_BACK\",\"behind_ns\":" + behindNs + "}");
        } else if (behindNs == 0 && toldBehind) {
            toldBehind = false;
            note("{\"event\":\"CLOCK_CAUGHT_UP\"}");
        }
    }

    private void tell() {
        String trouble = audit.blocked() == null ? audit.trouble() : audit.blocked();
        if (trouble != null && !trouble.equals(told)) {
            log.accept("ALARM: " + trouble);
        } else if (trouble == null && told != null) {
            log.accept("The log and its second place take everything again.");
        }
        told = trouble;
        figures.trouble = trouble;
    }

    /** What it did so far. For its thread. */
    public RecorderFigures figures() {
        return figures;
    }

    /** Makes everything safe that it took, and confirms it. */
    @Override
    public void close() {
        fast.forEach(Subscription::close);
        note("{\"event\":\"RECORDER_ENDED\",\"process\":"
                + ProcessHandle.current().pid() + "}");
        long mark = durable.decidedMark();
        audit.close();
        if (audit.safe() == audit.count()) {
            durable.confirmUpTo(mark);
        }
        durable.close();
    }
}
