package io.meridian.bus.aeron;

import io.meridian.bus.aeron.CursorFile.Content;
import io.meridian.bus.aeron.CursorFile.Entry;
import io.meridian.bus.aeron.RecordingBook.Recording;
import io.meridian.bus.engine.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.agrona.concurrent.EpochClock;

/**
 * Reads a named subscription's position at the start and writes it down as it moves. Used by the keeper's thread.
 */
final class CursorKeeper implements AutoCloseable {
    private final AeronOptions options;
    private final EpochClock epochClock;
    private final Reporter reporter;
    private final String pattern;
    private final CursorFile file;
    private final Content loaded;
    private Content written;
    private long nextWriteNs;
    private boolean due = true;

    private CursorKeeper(
            AeronOptions options,
            EpochClock epochClock,
            Reporter reporter,
            String pattern,
            CursorFile file,
            Content loaded) {
        this.options = options;
        this.epochClock = epochClock;
        this.reporter = reporter;
        this.pattern = pattern;
        this.file = file;
        this.loaded = loaded;
    }

    /** @throws EngineException when the name is taken, or the cursor corrupt or another pattern's */
    static CursorKeeper open(
            AeronOptions options, EpochClock epochClock, Reporter reporter, String name, String pattern) {
        CursorFile file = CursorFile.open(options, name);
        try {
            Content loaded = file.load().orElse(null);
            if (loaded != null && !loaded.pattern().equals(pattern)) {
                throw new EngineException(
                        "name=" + name + " is the name of a subscription to pattern=" + loaded.pattern()
                                + ", not to pattern=" + pattern + ". Use another name, or delete " + file.file()
                                + " to forget how far the old one had read.");
            }
            return new CursorKeeper(options, epochClock, reporter, pattern, file, loaded);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    long highest() {
        return loaded.highest();
    }

    /** Fills in where to resume; false when there is nothing to resume from. */
    boolean resume(RecordingBook book, Predicate<Recording> mine, Map<Long, Source> sources) {
        if (loaded == null) {
            return false;
        }
        for (Recording recording : book.all()) {
            if (recording.id <= loaded.highest()
                    && recording.startTimeMs > loaded.writtenMs()
                    && mine.test(recording)) {
                reporter.failure(
                        "cursor",
                        new EngineException("the cursor in " + file.file() + " belongs to another archive "
                                + "than aeron.archive.dir=" + options.archiveDir()
                                + ", which was emptied or replaced. The "
                                + "subscription begins anew at its start point."));
                return false;
            }
        }
        for (Entry entry : loaded.entries()) {
            Recording recording = book.get(entry.recordingId());
            sources.put(
                    entry.recordingId(),
                    new Source(
                            entry.recordingId(),
                            recording == null ? 0 : recording.streamId,
                            entry.startTimeMs(),
                            entry.position()));
        }
        return true;
    }

    void write(long nowNs, long highest, Collection<Source> sources) {
        if (due || nowNs - nextWriteNs >= 0) {
            due = false;
            nextWriteNs = nowNs + options.cursorIntervalNs();
            writeNow(highest, sources);
        }
    }

    void writeNow(long highest, Collection<Source> sources) {
        List<Entry> entries = new ArrayList<>(sources.size());
        for (Source source : sources) {
            if (!source.isDone()) {
                entries.add(new Entry(source.recordingId, source.startTimeMs, source.confirmed.get()));
            }
        }
        if (written != null && written.highest() == highest && written.entries().equals(entries)) {
            return;
        }
        Content content = new Content(pattern, highest, epochClock.time(), entries);
        try {
            file.store(content);
            written = content;
        } catch (IOException e) {
            reporter.failure("cursor", Failures.unwritable("aeron.cursor.dir", file.file(), e));
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
