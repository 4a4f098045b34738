package io.meridian.audit.log;

import static io.meridian.audit.log.RecordLayout.*;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends records to a log. One thread appends; a second one, the {@link Sealer}, makes what is written last on the disk and signs checkpoints. When
 * the disk takes nothing, {@link #blocked} says why, what is appended waits in memory, and each {@link #work} tries again: whoever
 * appends should append no more until then.
 */
public final class AuditLog implements AutoCloseable {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int BUFFER = 1 << 20;
    private static final int CLOCK_INTERVAL_RECORDS = 1024;
    private static final long AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final LogFolder folder;
    private final LogOptions options;
    private final EpochNanoClock time;
    private final ClockFacts clock = new ClockFacts();
    private final Hashes hashes = new Hashes();
    private final MerkleBatch batch;
    private final byte[] head;
    private final FileChannel lockFile;
    private final Sealer sealer;
    private final Consumer<Path> onSegment;
    private UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER]);
    private int used;
    private FileChannel channel;
    private long position;
    private long count;
    private long written;
    private long from;
    private long checkpointNs;
    private long lastNs;
    private long behindNs;
    private String blocked;
    private long blockedNs;

    /**
     * Opens the log of a folder, a new one in an empty folder.
     *
     * @param onSegment is told of each new file, before the first record is written to it and after all before are
     */
    public AuditLog(
            LogFolder folder,
            SigningKey key,
            CheckpointPlace place,
            LogOptions options,
            EpochNanoClock time,
            Consumer<Path> onSegment) {
        this.folder = folder;
        this.options = options;
        this.time = time;
        this.onSegment = onSegment;
        lockFile = lock(folder.path());
        try {
            String id = folder.begin();
            LogEnd end = new LogEnd(folder);
            end.find();
            batch = end.batch;
            head = end.head;
            count = end.count;
            written = count;
            from = end.from;
            lastNs = end.lastNs;
            sealer = new Sealer(folder, id, options.shard(), key, place, count);
            Path last = end.segment == null ? folder.segment(0) : end.segment;
            openSegment(last);
            position = channel.size();
            checkpointNs = time.nanoTime();
        } catch (IOException e) {
            closeQuietly(lockFile);
            throw new AuditException("The log in " + folder.path() + " cannot be opened: " + e, e);
        } catch (RuntimeException e) {
            closeQuietly(lockFile);
            throw e;
        }
        sealer.start();
    }

    private static FileChannel lock(Path folder) {
        FileChannel file = null;
        try {
            Files.createDirectories(folder);
            file = FileChannel.open(folder.resolve("writer.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = file.tryLock();
            if (lock != null) {
                return file;
            }
        } catch (OverlappingFileLockException taken) {
            closeQuietly(file);
            throw new AuditException("This process writes the log in " + folder + " already.", taken);
        } catch (IOException e) {
            closeQuietly(file);
            throw new AuditException("The folder " + folder + " cannot be used for a log: " + e, e);
        }
        closeQuietly(file);
        throw new AuditException("Another process writes the log in " + folder + ". End it, or name another folder.");
    }

    private static void closeQuietly(FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void openSegment(Path segment) throws IOException {
        channel = FileChannel.open(segment, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        position = 0;
        folder.force();
        onSegment.accept(segment);
    }

    /** How many records there are, written or not. */
    public long count() {
        return count;
    }

    /** How many of them last, whatever happens to this process or its machine. From any thread. */
    public long safe() {
        return sealer.safe();
    }

    /** How many of them the last checkpoint counts. From any thread. */
    public long sealed() {
        return sealer.sealed();
    }

    /** What keeps checkpoints from their second place, for people; null when nothing does. From any thread. */
    public String trouble() {
        return sealer.trouble();
    }

    /**
     * Adds a record.
     *
     * @return its index
     */
    public long append(byte kind, DirectBuffer body, int offset, int bodyLength) {
        if (bodyLength < 0 || bodyLength > LARGEST_BODY) {
            throw new IllegalArgumentException("length=" + bodyLength + " is not from 0 to " + LARGEST_BODY);
        }
        sealer.rethrow();
        int length = RecordLayout.length(bodyLength);
        if (used + length > buffer.capacity()) {
            if (blocked != null || !flush() || length > buffer.capacity()) {
                byte[] larger = Arrays.copyOf(buffer.byteArray(), Math.max(2 * used, used + length));
                buffer = new UnsafeBuffer(larger);
            }
        }
        if ((count & CLOCK_INTERVAL_RECORDS - 1) == 0) {
            clock.refresh();
        }
        int at = used;
        // Of two records the later one never has the earlier time, whatever is done to the clock.
        long nowNs = time.nanoTime();
        behindNs = Math.max(0, lastNs - nowNs);
        lastNs += Math.max(0, nowNs - lastNs);
        buffer.putInt(at + LENGTH, length, ORDER);
        buffer.putByte(at + RECORD_VERSION, (byte) VERSION);
        buffer.putByte(at + KIND, kind);
        buffer.putByte(at + CLOCK_SOURCE, ClockFacts.SYSTEM_CLOCK);
        buffer.putByte(at + CLOCK_STATE, clock.state());
        buffer.putLong(at + INDEX, count, ORDER);
        buffer.putLong(at + TIME, lastNs, ORDER);
        buffer.putLong(at + CLOCK_ERROR, clock.errorNs(), ORDER);
        buffer.putInt(at + BODY_LENGTH, bodyLength, ORDER);
        buffer.putInt(at + ZERO, 0, ORDER);
        body.getBytes(offset, buffer, at + HEAD, bodyLength);
        buffer.setMemory(at + HEAD + bodyLength, length - HEAD - bodyLength, (byte) 0);
        byte[] bytes = buffer.byteArray();
        hashes.of(bytes, at + HEAD, bodyLength, bytes, at + BODY_HASH);
        hashes.ofRecord(head, bytes, at, bytes, at + RECORD_HASH);
        System.arraycopy(bytes, at + RECORD_HASH, head, 0, HASH);
        batch.add(head, 0);
        used += length;
        long index = count++;
        if (count - from >= options.checkpointRecords() && blocked == null) {
            checkpoint();
        }
        return index;
    }

    /** Writes what waits, and has it made safe soon; see {@link #safe}. Signs a checkpoint when one is due. */
    public void work() {
        sealer.rethrow();
        if (blocked != null && System.nanoTime() - blockedNs < AGAIN_NS) {
            return;
        }
        // Of a clock that was set back nobody knows how long ago the last one was.
        if (count > from && Math.abs(time.nanoTime() - checkpointNs) >= options.checkpointNs()) {
            checkpoint();
        } else if (count > written && flush()) {
            sealer.force(channel, count);
        }
    }

    /**
     * How far the clock was behind the last record's time when a record was appended: as long as it is, records have that time, since of two the later one
     * never has the earlier time. Also when the log was opened anew.
     */
    public long behindNs() {
        return behindNs;
    }

    /** Why the disk takes nothing, for people; null when it does. */
    public String blocked() {
        return blocked;
    }

    /** @return false: the disk takes nothing now */
    private boolean flush() {
        if (used == 0) {
            return true;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(buffer.byteArray(), 0, used);
            while (bytes.hasRemaining()) {
                channel.write(bytes, position + bytes.position());
            }
            position += used;
            used = 0;
            written = count;
            if (position >= options.segmentBytes()) {
                FileChannel full = channel;
                openSegment(folder.segment(count));
                sealer.finish(full, count);
            }
            blocked = null;
            return true;
        } catch (IOException e) {
            // Where it stood is known: it is written there again.
            blocked = "The log in " + folder.path() + " cannot be written: " + e.getMessage();
            blockedNs = System.nanoTime();
            return false;
        }
    }

    private void checkpoint() {
        if (!flush()) {
            return;
        }
        byte[] root = new byte[HASH];
        batch.root(root);
        checkpointNs = time.nanoTime();
        sealer.seal(channel, from, count, Arrays.copyOf(head, HASH), root, Math.max(lastNs, checkpointNs));
        batch.clear();
        from = count;
        clock.refresh();
    }

    /** Writes everything, makes it last and signs it. */
    @Override
    public void close() {
        try {
            if (count > from) {
                checkpoint();
            }
        } finally {
            sealer.close();
            closeQuietly(channel);
            closeQuietly(lockFile);
        }
    }
}
