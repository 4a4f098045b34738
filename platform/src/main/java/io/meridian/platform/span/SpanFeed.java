package io.meridian.platform.span;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.LogTail;
import io.meridian.audit.log.RecordView;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.agrona.concurrent.EpochNanoClock;

/** Reads an audit log as it grows, and gives spans of it to a sender: of what is recorded from its start on. For one thread. */
public final class SpanFeed implements AutoCloseable {
    private static final int ROUND = 1_000;
    /** Of what was recorded before, so many files tell whose number is whose. */
    private static final int FILES_BEFORE = 8;

    private final EpochNanoClock clock;
    private final LogTail tail;
    private final SpanMaker maker;
    private volatile long lastNs;

    /** @param sample one in so many traces */
    public SpanFeed(LogFolder folder, int sample, SpanSender sender, EpochNanoClock clock) {
        this.clock = clock;
        tail = new LogTail(folder, FILES_BEFORE);
        maker = new SpanMaker(sample, clock.nanoTime(), sender::send);
    }

    /** Does what there is to do now. @throws io.meridian.audit.log.AuditException when the log cannot be read */
    public int work() {
        for (int i = 0; i < ROUND; i++) {
            RecordView record = tail.next();
            if (record == null) {
                lastNs = 0;
                return i + maker.tell(clock.nanoTime());
            }
            maker.take(record);
            lastNs = record.timeNs();
        }
        return ROUND;
    }

    /** How old the last record is that was read; 0: all of them were. From any thread. */
    public long behindNs() {
        long last = lastNs;
        return last == 0 ? 0 : Math.max(0, clock.nanoTime() - last);
    }

    /** What waits for reports is told as it is. */
    @Override
    public void close() {
        maker.tell(Long.MAX_VALUE);
        try {
            tail.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the log could not be closed", e);
        }
    }
}
