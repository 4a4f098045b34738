package io.meridian.audit.verify;

import io.meridian.audit.Logs;
import io.meridian.audit.log.AuditLog;
import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.Hashes;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.LogOptions;
import io.meridian.audit.log.RecordLayout;
import io.meridian.audit.log.RecordView;
import io.meridian.audit.log.SegmentReader;
import io.meridian.audit.log.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** What somebody could do to a log who can write to its folder. Each of the methods leaves files that can be read. */
final class Tamper {
    private final Path folder;
    private final List<Path> segments;
    private final List<byte[]> records = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();

    Tamper(Path folder) throws IOException {
        this.folder = folder;
        segments = Logs.log(folder).segments();
        for (Path segment : segments) {
            int before = records.size();
            try (SegmentReader reader = new SegmentReader(segment)) {
                for (RecordView view = reader.next(); view != null; view = reader.next()) {
                    records.add(Arrays.copyOfRange(
                            view.bytes(), view.offset(), view.offset() + RecordLayout.length(view.bodyLength())));
                }
            }
            counts.add(records.size() - before);
        }
    }

    int size() {
        return records.size();
    }

    byte[] record(int index) {
        return records.get(index);
    }

    void flip(int index, int at) {
        records.get(index)[at] ^= 0x10;
    }

    void swap(int one, int other) {
        byte[] kept = records.get(one);
        records.set(one, records.get(other));
        records.set(other, kept);
    }

    void delete(int from, int count) {
        records.subList(from, from + count).clear();
    }

    void insert(int at, byte[] record) {
        records.add(at, record.clone());
    }

    void truncate(int left) {
        delete(left, records.size() - left);
    }

    /** Hashes a record anew, and as many as {@code count} of them, after their content was changed. */
    void rehash(int from, int count) {
        Hashes hashes = new Hashes();
        for (int i = from; i < from + count; i++) {
            byte[] record = records.get(i);
            byte[] before = i == 0
                    ? new byte[RecordLayout.HASH]
                    : Arrays.copyOfRange(records.get(i - 1), 72, RecordLayout.HEAD);
            new UnsafeBuffer(record).putLong(8, i, java.nio.ByteOrder.LITTLE_ENDIAN);
            int body = new UnsafeBuffer(record).getInt(32, java.nio.ByteOrder.LITTLE_ENDIAN);
            hashes.of(record, RecordLayout.HEAD, body, record, 40);
            hashes.ofRecord(before, record, 0, record, 72);
        }
    }

    /** Puts the records back into the files, as many into each as before, the rest into the last. */
    void save() throws IOException {
        int next = 0;
        for (int i = 0; i < segments.size(); i++) {
            int end = i == segments.size() - 1 ? records.size() : Math.min(records.size(), next + counts.get(i));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (byte[] record : records.subList(next, end)) {
                bytes.writeBytes(record);
            }
            Files.write(segments.get(i), bytes.toByteArray());
            next = end;
        }
    }

    /** Writes the whole log again with other records, under the same id, and signs it: with the key or with one of his own. */
    static void rewrite(Path folder, int count, boolean withTheKey) throws IOException {
        LogFolder log = Logs.log(folder);
        Path other = folder.resolve("other");
        Files.createDirectories(other);
        Files.copy(log.path().resolve("log-id.txt"), other.resolve("log-id.txt"));
        SigningKey key = withTheKey ? Logs.key(folder) : SigningKey.in(folder.resolve("other-key"));
        try (AuditLog fresh = new AuditLog(
                new LogFolder(other),
                key,
                new FolderPlace(folder.resolve("nowhere")),
                new LogOptions("main", Logs.SMALL.segmentBytes(), 100, Long.MAX_VALUE),
                SystemEpochNanoClock.INSTANCE,
                segment -> {})) {
            Logs.append(fresh, 1, count);
        }
        try (Stream<Path> files = Files.list(log.path())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(other)) {
            for (Path file : files.toList()) {
                Files.move(file, log.path().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
