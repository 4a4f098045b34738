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
import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.envelope.EnvelopeLayout;
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
    /** What the recorder's place in the bus is called. */
    public static final String SUBSCRIPTION = "audit-recorder";

    static final String MARKS = ".marks";
    private static final int ROUND = 512;
    private static final String EVERYTHING = "**";
    private static final List<String> CAUSES = List.of("platform.data.**", "platform.signal.**");

    private final Consumer<String> log;
    private final EpochNanoClock clock;
    private final Retirement retirement;
    private final RecordedMarks marks = new RecordedMarks();
    private final ControlActs controls = new ControlActs();
    private final RecentMessages recent = new RecentMessages();
    private final RecorderFigures figures = new RecorderFigures();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[1 << 16]);
    private final AuditLog audit;
    private final Subscription durable;
    private final List<Subscription> fast = new ArrayList<>();
    private long decided;
    private long decidedCount;
    private boolean isNewSegment = true;
    private String told;

    /**
     * @param keepNs how long records are kept at least; 0: for ever
     * @param log hears what a person should know
     */
    public Recorder(
            Bus bus,
            LogFolder folder,
            SigningKey key,
            CheckpointPlace place,
            LogOptions options,
            long keepNs,
            EpochNanoClock clock,
            Consumer<String> log) {
        this.log = log;
        this.clock = clock;
        retirement = new Retirement(folder, keepNs, log);
        audit = new AuditLog(folder, key, place, options, clock, this::onSegment);
        try {
            recall(folder);
            durable = bus.subscribe(
                    SubscriptionSpec.durable(EVERYTHING).named(SUBSCRIPTION).from(StartAt.EARLIEST), this::onDurable);
            durable.deferConfirmation();
            decided = durable.decidedMark();
            decidedCount = audit.count();
            for (String pattern : ControlActs.PATTERNS) {
                fast.add(bus.subscribe(SubscriptionSpec.fast(pattern).withoutDuplicates(), this::onControl));
            }
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
                + ProcessHandle.current().pid() + "}");
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

    /** Finds out how far each publisher is recorded, from the last marks and what came after them. */
    private void recall(LogFolder folder) throws IOException {
        List<Path> segments = folder.segments();
        int begin = segments.size() - 1;
        while (begin > 0 && !marks.load(LogFolder.beside(segments.get(begin), MARKS))) {
            begin--;
        }
        RecordedMessage message = new RecordedMessage();
        for (Path segment : segments.subList(Math.max(0, begin), segments.size())) {
            try (SegmentReader reader = new SegmentReader(segment)) {
                for (RecordView record = reader.next(); record != null; record = reader.next()) {
                    if (record.kind() == Kinds.MESSAGE
                            && message.wrap(record.bytes(), record.bodyOffset(), record.bodyLength())) {
                        marks.add(
                                message.topic(),
                                message.envelope().source(),
                                message.envelope().sequence());
                    }
                }
            }
        }
    }

    private Verdict onDurable(Message message) {
        long before = marks.highest(message.topic().name(), message.source());
        switch (marks.add(message.topic().name(), message.source(), message.sequence())) {
            case AGAIN -> {
                figures.repeated++;
                return Verdict.ACCEPT;
            }
            case AFTER_GAP -> gap(message, before);
            case NEXT, LATE -> {}
        }
        recent.take(message.traceHigh(), message.traceLow(), (buffer, offset, length) -> {
            audit.append(Kinds.CAUSE, buffer, offset, length);
            figures.causes++;
        });
        append(Kinds.MESSAGE, message);
        figures.messages++;
        return Verdict.ACCEPT;
    }

    private Verdict onControl(Message message) {
        if (controls.isAct(message)) {
            append(Kinds.CONTROL, message);
            figures.controls++;
        }
        return Verdict.ACCEPT;
    }

    private Verdict onCause(Message message) {
        recent.keep(message);
        return Verdict.ACCEPT;
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

    private void gap(Message message, long before) {
        figures.gaps++;
        String what = "messages " + (before + 1) + " to " + (message.sequence() - 1) + " of "
                + Integer.toUnsignedString(message.source()) + " on "
                + message.topic().name();
        log.accept("ALARM: " + what + " did not come by.");
        note("{\"event\":\"GAP\",\"topic\":\"" + message.topic().name() + "\",\"source\":\""
                + Integer.toUnsignedString(message.source()) + "\",\"from\":" + (before + 1) + ",\"to\":"
                + (message.sequence() - 1) + "}");
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
        }
        audit.work();
        if (audit.safe() >= decidedCount) {
            // What was decided when the mark was taken is safe by now.
            durable.confirmUpTo(decided);
            decided = durable.decidedMark();
            decidedCount = audit.count();
        }
        retire();
        figures.records = audit.count();
        figures.safe = audit.safe();
        figures.sealed = audit.sealed();
        tell();
        return work;
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
