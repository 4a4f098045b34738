package io.meridian.platform.kernel;

import io.meridian.kernel.EventSink;
import io.meridian.kernel.Kernel;
import io.meridian.kernel.KernelOptions;
import io.meridian.kernel.Snapshot;
import io.meridian.kernel.hub.KernelHub;
import io.meridian.kernel.hub.Outlet;
import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A kernel's folder: {@code journal}, {@code snapshot}, and {@code lock}, which one process at a time holds. The snapshot begins with how
 * many records it covers and where the next one is in the journal.
 */
final class KernelStore implements AutoCloseable {
    private static final int HEAD = 16;

    private final Path folder;
    private final KernelOptions options;
    private final FileChannel lockFile;
    private final JournalFile journal;
    private long records;
    private long recordsInSnapshot;

    /** Sees each record that the snapshot does not cover, whose events the hub then applies. */
    interface Recovery {
        /** @param record its number, from 1 */
        void onRecord(long record, JournalRecord read);
    }

    private KernelStore(Path folder, KernelOptions options, FileChannel lockFile) {
        this.folder = folder;
        this.options = options;
        this.lockFile = lockFile;
        journal = JournalFile.open(folder.resolve("journal"));
    }

    /** @throws IllegalStateException when another process works there */
    static KernelStore open(Path folder, KernelOptions options) {
        try {
            Files.createDirectories(folder);
            FileChannel lockFile =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(lockFile)) {
                lockFile.close();
                throw new IllegalStateException("Another kernel works in " + folder + ". End it, or give this one a"
                        + " folder of its own (kernel.dir).");
            }
            return new KernelStore(folder, options, lockFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use folder=" + folder + " for the kernel: " + e.getMessage(), e);
        }
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    /**
     * A hub with the kernel as it was: from the snapshot, if there is one, and the journal since. Records that still wait to be written are
     * written before.
     */
    KernelHub recover(EventSink sink, Outlet out, Recovery recovery) {
        journal.flush(true);
        long[] begin = {0};
        records = 0;
        KernelHub hub = new KernelHub(events -> restored(events, begin), sink, out);
        recordsInSnapshot = records;
        JournalRecord record = new JournalRecord();
        journal.read(begin[0], (position, buffer, offset, length) -> {
            record.read(buffer, offset, length);
            records++;
            if (record.kind() == JournalRecord.TOLD) {
                recovery.onRecord(records, record);
                return;
            }
            hub.begin(record.topic(), record.buffer(), record.messageOffset(), record.messageLength());
            recovery.onRecord(records, record);
            record.forEachEvent(hub::apply);
            hub.end(record.answer(), record.time());
        });
        return hub;
    }

    private Kernel restored(EventSink events, long[] begin) {
        Path file = folder.resolve("snapshot");
        if (!Files.exists(file)) {
            return new Kernel(options, events);
        }
        try {
            UnsafeBuffer bytes = new UnsafeBuffer(Files.readAllBytes(file));
            if (bytes.capacity() < HEAD) {
                throw new IllegalArgumentException("length=" + bytes.capacity() + ": the snapshot is cut");
            }
            records = bytes.getLong(0, ByteOrder.LITTLE_ENDIAN);
            begin[0] = bytes.getLong(8, ByteOrder.LITTLE_ENDIAN);
            return Snapshot.restore(options, events, bytes, HEAD, bytes.capacity() - HEAD);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read file=" + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException damaged) {
            throw new IllegalStateException("The snapshot " + file + " cannot be used: " + damaged.getMessage()
                    + ". Move it away: the kernel is then rebuilt from the whole journal.");
        }
    }

    /** Adds a record. @return its number */
    long append(JournalRecord record) {
        journal.append(record.buffer(), 0, record.length());
        return ++records;
    }

    /** Writes what was added. */
    void flush(boolean force) {
        journal.flush(force);
    }

    /** How many records there are. */
    long records() {
        return records;
    }

    /** How many records the next recovery has to read. */
    long recordsSinceSnapshot() {
        return records - recordsInSnapshot;
    }

    /** Writes a snapshot of a kernel whose records are all written, and all told. */
    void snapshot(Kernel kernel) {
        journal.flush(true);
        ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(1 << 16);
        bytes.putLong(0, records, ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(8, journal.end(), ByteOrder.LITTLE_ENDIAN);
        int length = HEAD + Snapshot.write(kernel, bytes, HEAD);
        Path file = folder.resolve("snapshot");
        Path fresh = folder.resolve("snapshot.new");
        try {
            try (FileChannel channel = WholeFile.create(fresh)) {
                ByteBuffer all = ByteBuffer.wrap(bytes.byteArray(), 0, length);
                while (all.hasRemaining()) {
                    channel.write(all);
                }
                channel.force(true);
            }
            WholeFile.renameForced(fresh, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write file=" + file + ": " + e.getMessage(), e);
        }
        recordsInSnapshot = records;
    }

    @Override
    public void close() {
        journal.close();
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give back folder=" + folder + ": " + e.getMessage(), e);
        }
    }
}
