package io.meridian.platform.audit;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.SegmentReader;
import io.meridian.audit.record.Retirement;
import io.meridian.platform.cli.ShownTable;
import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much of a log there is, and whether somebody holds it: then nothing of it is removed. */
final class Hold {
    private final LogFolder folder;
    private final Path file;

    Hold(LogFolder folder) {
        this.folder = folder;
        file = folder.path().resolve(Retirement.HOLD);
    }

    /** @return as {@link #fields} then are */
    Map<String, Object> set(String by, String why) {
        try {
            WholeFile.writeForced(file, "held by " + by + " since " + Instant.now() + ": " + why + "\n");
            return fields();
        } catch (IOException e) {
            throw new UncheckedIOException("file=" + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** @return as {@link #fields} then are */
    Map<String, Object> end() {
        try {
            Files.deleteIfExists(file);
            return fields();
        } catch (IOException e) {
            throw new UncheckedIOException("file=" + file + " cannot be removed: " + e.getMessage(), e);
        }
    }

    Map<String, Object> fields() {
        try {
            List<Path> segments = folder.segments();
            long bytes = 0;
            for (Path segment : segments) {
                bytes += Files.size(segment);
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("files", segments.size());
            fields.put("bytes", bytes);
            fields.put("oldest", segments.isEmpty() ? null : oldest(segments.getFirst()));
            fields.put("held", Files.exists(file) ? Files.readString(file).strip() : null);
            return fields;
        } catch (IOException e) {
            throw new UncheckedIOException("folder=" + folder.path() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The time of its first record; null: it has none. */
    private static String oldest(Path segment) throws IOException {
        long firstNs = SegmentReader.firstTime(segment);
        return firstNs == 0 ? null : ShownTable.time(firstNs).toString();
    }
}
