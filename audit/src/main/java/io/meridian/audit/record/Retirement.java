package io.meridian.audit.record;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.RecordLayout;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.log.RetiredNote;
import io.meridian.audit.log.SegmentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Removes the oldest files of a log when all of their records are older than is wanted: first the log says so itself, and when that is sealed the files
 * go. While there is a file {@value #HOLD} in the folder nothing is removed.
 */
public final class Retirement {
    /** Its text is the reason, for people. */
    public static final String HOLD = "legal-hold.txt";

    private final LogFolder folder;
    private final long keepNs;
    private final Consumer<String> log;
    private long retiring;
    private long noted = -1;

    /** @param keepNs 0: for ever */
    Retirement(LogFolder folder, long keepNs, Consumer<String> log) {
        this.folder = folder;
        this.keepNs = keepNs;
        this.log = log;
    }

    /** What the log is to say now; null: nothing is old enough. */
    RetiredNote due(long nowNs) throws IOException {
        if (keepNs == 0 || noted >= 0) {
            return null;
        }
        List<Path> segments = folder.segments();
        int kept = 0;
        // All records of a file are as old as the first of the next one, or older.
        while (kept + 1 < segments.size() && SegmentReader.beginsBefore(segments.get(kept + 1), nowNs - keepNs)) {
            kept++;
        }
        if (kept == 0) {
            return null;
        }
        if (Files.exists(folder.path().resolve(HOLD))) {
            log.accept("Files of the log are old enough to go, and stay: there is a " + HOLD + ".");
            return null;
        }
        retiring = LogFolder.first(segments.get(kept));
        return new RetiredNote(retiring, lastHash(segments.get(kept - 1)));
    }

    private static byte[] lastHash(Path segment) throws IOException {
        byte[] hash = new byte[0];
        try (SegmentReader reader = new SegmentReader(segment)) {
            for (RecordView record = reader.next(); record != null; record = reader.next()) {
                hash = Arrays.copyOfRange(record.bytes(), record.hashOffset(), record.hashOffset() + RecordLayout.HASH);
            }
        }
        return hash;
    }

    /** The log has said so, in the record of this index. */
    void noted(long index) {
        noted = index;
    }

    /** Removes what may go. @param sealed how many records are signed for, here and in the second place */
    void remove(long sealed) throws IOException {
        if (noted < 0 || sealed <= noted) {
            return;
        }
        noted = -1;
        for (Path segment : folder.segments()) {
            if (LogFolder.first(segment) < retiring) {
                Files.deleteIfExists(LogFolder.beside(segment, Recorder.MARKS));
                Files.delete(segment);
            }
        }
        log.accept("The records before " + retiring + " were old enough, and are removed.");
    }
}
