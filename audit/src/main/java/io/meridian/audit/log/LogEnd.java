package io.meridian.audit.log;

import static io.meridian.audit.log.RecordLayout.HASH;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Finds where a log goes on: after its last whole record. What a crash tore off at the very end is cut off; it was never told to be safe. A log that
 * is damaged, or shorter than its last checkpoint says, is not gone on with.
 */
final class LogEnd {
    final byte[] head = new byte[HASH];
    final MerkleBatch batch = new MerkleBatch();
    /** Null for a log without a record. */
    Path segment;

    long count;
    /** When the last record was recorded, epoch ns; 0 without one. */
    long lastNs;

    /** How many records the last checkpoint counts. */
    long from;

    private final LogFolder folder;
    private final Hashes hashes = new Hashes();
    private final byte[] scratch = new byte[HASH];

    LogEnd(LogFolder folder) {
        this.folder = folder;
    }

    void find() throws IOException {
        List<Checkpoint> checkpoints = folder.checkpoints();
        Checkpoint last = checkpoints.isEmpty() ? null : checkpoints.getLast();
        from = last == null ? 0 : last.count();
        List<Path> segments = folder.segments();
        int begin = Math.max(0, segments.size() - 1);
        while (begin > 0 && LogFolder.first(segments.get(begin)) >= Math.max(1, from)) {
            begin--;
        }
        if (!segments.isEmpty()) {
            count = LogFolder.first(segments.get(begin));
        }
        boolean first = true;
        for (Path each : segments.subList(begin, segments.size())) {
            segment = each;
            scan(each, first, each.equals(segments.getLast()), last);
            first = false;
        }
        if (count < from) {
            throw new AuditException(
                    "The log in " + folder.path() + " has " + count + " records, but its last checkpoint"
                            + " counts " + from
                            + ": records are gone from its end. Find out with 'meridian audit verify' before you"
                            + " go on; a recorder begins a new log in an empty folder.");
        }
    }

    private void scan(Path file, boolean beginsInside, boolean isLast, Checkpoint checkpoint) throws IOException {
        boolean unchained = beginsInside && LogFolder.first(file) > 0;
        try (SegmentReader reader = new SegmentReader(file)) {
            for (RecordView record = reader.next(); record != null; record = reader.next()) {
                // The hash before the first record that is looked at lies in a file that is not looked at.
                boolean sound = record.index() == count
                        && record.hasItsBody(hashes, scratch)
                        && (unchained || record.follows(hashes, head, scratch));
                if (!sound) {
                    throw damaged(file, count);
                }
                unchained = false;
                System.arraycopy(record.bytes(), record.hashOffset(), head, 0, HASH);
                lastNs = Math.max(lastNs, record.timeNs());
                count++;
                if (count > from) {
                    batch.add(head, 0);
                } else if (checkpoint != null
                        && count == from
                        && !RecordView.same(head, 0, checkpoint.headBytes(), 0)) {
                    throw damaged(file, count - 1);
                }
            }
            if (reader.isCut()) {
                long end = reader.position();
                if (!isLast || reader.skipDamage()) {
                    throw damaged(file, count);
                }
                cut(file, end);
            }
        }
    }

    private static void cut(Path file, long end) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(end);
            channel.force(true);
        }
    }

    private AuditException damaged(Path file, long index) {
        return new AuditException("The log is damaged at record " + index + ", in " + file
                + ". It is left as it is: find" + " out with 'meridian audit verify " + folder.path()
                + "'. A recorder begins a new log in an empty folder.");
    }
}
