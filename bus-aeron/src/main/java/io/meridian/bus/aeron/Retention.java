package io.meridian.bus.aeron;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.meridian.bus.aeron.RecordingBook.Recording;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.EpochClock;

/** Removes what is older or more than the settings keep: whole ended recordings, and whole files of active ones. */
final class Retention {
    private final AeronOptions options;
    private final EpochClock epochClock;
    private final Reporter reporter;

    Retention(AeronOptions options, EpochClock epochClock, Reporter reporter) {
        this.options = options;
        this.epochClock = epochClock;
        this.reporter = reporter;
    }

    void apply(AeronArchive archive, RecordingBook book) {
        if (options.retentionAgeMs() > 0) {
            long oldestMs = epochClock.time() - options.retentionAgeMs();
            for (Recording recording : new ArrayList<>(book.all())) {
                if (!recording.isActive() && recording.stopTimeMs < oldestMs) {
                    purge(archive, book, recording);
                }
            }
        }
        if (options.retentionBytes() > 0) {
            applySize(archive, book);
        }
    }

    private void applySize(AeronArchive archive, RecordingBook book) {
        List<Recording> oldestFirst = new ArrayList<>(book.all());
        long excess = -options.retentionBytes();
        for (Recording recording : oldestFirst) {
            excess += book.position(recording) - recording.startPosition;
        }
        for (Recording recording : oldestFirst) {
            if (excess <= 0) {
                return;
            }
            long end = book.position(recording);
            long length = end - recording.startPosition;
            if (!recording.isActive() && length <= excess) {
                excess -= purge(archive, book, recording) ? length : 0;
            } else {
                excess -= purgeFiles(archive, book, recording, end, excess);
            }
        }
    }

    private boolean purge(AeronArchive archive, RecordingBook book, Recording recording) {
        try {
            archive.purgeRecording(recording.id);
        } catch (ArchiveException e) {
            if (e.errorCode() != ArchiveException.UNKNOWN_RECORDING) {
                // Most often somebody is reading it; it is tried again at the next sweep.
                return false;
            }
        }
        book.removed(recording);
        return true;
    }

    private long purgeFiles(AeronArchive archive, RecordingBook book, Recording recording, long end, long excess) {
        long before = recording.startPosition;
        long target = AeronArchive.segmentFileBasePosition(
                before, Math.min(end, before + excess), recording.termLength, recording.segmentLength);
        if (target <= before) {
            return 0;
        }
        try {
            archive.purgeSegments(recording.id, target);
            book.startChanged(recording, target);
            return target - before;
        } catch (ArchiveException e) {
            if (e.errorCode() == ArchiveException.STORAGE_SPACE) {
                reporter.failure("retention", Failures.of("old recordings could not be removed", options, e));
            }
            return 0;
        }
    }
}
