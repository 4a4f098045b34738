package io.meridian.audit.search;

import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.log.SegmentReader;
import io.meridian.audit.record.Kinds;
import io.meridian.audit.record.RecordedMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads a log from its beginning to its end, and past the files that cannot have what is wanted. */
public final class LogScan {
    private LogScan() {}

    /** Hears of records. What it is given is valid only during the call. */
    @FunctionalInterface
    public interface Reader {
        /**
         * @param message null when the record is none
         * @return false: it wants no more
         */
        boolean onRecord(RecordView record, RecordedMessage message);
    }

    /** Gives {@code reader} what {@code filter} wants. */
    public static void scan(LogFolder folder, RecordFilter filter, Reader reader) {
        List<Path> segments = folder.segments();
        RecordedMessage message = new RecordedMessage();
        try {
            for (int i = 0; i < segments.size(); i++) {
                if (i + 1 < segments.size() && SegmentReader.beginsBefore(segments.get(i + 1), filter.fromNs())) {
                    continue;
                }
                try (SegmentReader records = new SegmentReader(segments.get(i))) {
                    for (RecordView record = records.next(); record != null; record = records.next()) {
                        if (record.timeNs() >= filter.toNs()) {
                            return;
                        }
                        RecordedMessage found = isMessage(record, message) ? message : null;
                        if (filter.wants(record, found) && !reader.onRecord(record, found)) {
                            return;
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new AuditException("The log in " + folder.path() + " cannot be read: " + e, e);
        }
    }

    /** Whether a record tells of a message, which then is shown by {@code message}. */
    static boolean isMessage(RecordView record, RecordedMessage message) {
        return record.kind() != Kinds.NOTE && message.wrap(record.bytes(), record.bodyOffset(), record.bodyLength());
    }
}
