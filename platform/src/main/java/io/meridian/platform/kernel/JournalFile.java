package io.meridian.platform.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The journal on the disk: records one after the other, each behind its length and a checksum (CRC-32C). Only ever appended to. A last
 * record that a crash cut is cut off when the file is opened; it was never told to anybody. Damage before the end is an error.
 */
final class JournalFile implements AutoCloseable {
    private static final int HEAD = 8;
    private static final int BUFFER = 1 << 20;
    private static final int LARGEST = 16 << 20;

    private final Path path;
    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private ByteBuffer waiting = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private long written;
    private boolean unforced;

    /** Sees the records of the file. */
    @FunctionalInterface
    interface Reader {
        void onRecord(long position, DirectBuffer buffer, int offset, int length);
    }

    private JournalFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens the file, new if there is none. {@link #read} it before anything is appended. */
    static JournalFile open(Path path) {
        try {
            return new JournalFile(
                    path,
                    FileChannel.open(
                            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the journal, file=" + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads all whole records from a position on, and cuts off a last one that is not whole.
     *
     * @throws IllegalStateException when a record before the end is damaged
     */
    void read(long from, Reader reader) {
        try {
            long size = channel.size();
            if (from > size) {
                throw new IllegalStateException(
                        "The journal " + path + " ends at " + size + ", before the snapshot's place " + from
                                + ": it was cut or replaced. Restore it from a copy.");
            }
            ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer body = ByteBuffer.allocate(BUFFER);
            long position = from;
            while (position + HEAD <= size) {
                readFully(head.clear(), position);
                int length = head.getInt(0);
                boolean cut = length < 1 || length > LARGEST || position + HEAD + length > size;
                if (!cut) {
                    if (body.capacity() < length) {
                        body = ByteBuffer.allocate(length);
                    }
                    readFully(body.clear().limit(length), position + HEAD);
                    cut = checksum(body.flip()) != head.getInt(4);
                }
                if (cut) {
                    requireLast(position, length, size);
                    break;
                }
                reader.onRecord(position, new UnsafeBuffer(body, 0, length), 0, length);
                position += HEAD + length;
            }
            if (position < size) {
                channel.truncate(position);
                channel.force(true);
            }
            written = position;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the journal, file=" + path + ": " + e.getMessage(), e);
        }
    }

    /** What is torn by a crash is at the very end: nothing whole follows it. */
    private void requireLast(long position, int length, long size) throws IOException {
        long next = position + HEAD + length;
        if (length < 1 || length > LARGEST || next + HEAD > size) {
            return;
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
        readFully(head, next);
        int following = head.getInt(0);
        if (following < 1 || following > LARGEST || next + HEAD + following > size) {
            return;
        }
        ByteBuffer body = ByteBuffer.allocate(following);
        readFully(body, next + HEAD);
        if (checksum(body.flip()) == head.getInt(4)) {
            throw new IllegalStateException("The journal " + path + " is damaged at " + position
                    + ": a record does not have its checksum, and whole ones follow. Restore it from a copy; nothing"
                    + " is lost from the bus as long as the damaged file is kept.");
        }
    }

    private void readFully(ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new IOException("the file ended while it was read, at=" + at);
            }
            at += count;
        }
    }

    private int checksum(ByteBuffer bytes) {
        checksum.reset();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }

    /** Adds a record. It is in the file after {@link #flush}. */
    void append(DirectBuffer record, int offset, int length) {
        if (length > LARGEST) {
            throw new IllegalArgumentException("length=" + length + " is above " + LARGEST);
        }
        if (waiting.remaining() < HEAD + length) {
            flush(false);
            if (waiting.capacity() < HEAD + length) {
                waiting = ByteBuffer.allocateDirect(HEAD + length).order(ByteOrder.LITTLE_ENDIAN);
            }
        }
        int begin = waiting.position();
        record.getBytes(offset, waiting, begin + HEAD, length);
        int sum = checksum(waiting.duplicate().position(begin + HEAD).limit(begin + HEAD + length));
        waiting.putInt(begin, length).putInt(begin + 4, sum);
        waiting.position(begin + HEAD + length);
    }

    /** Writes what was added. @param force also waits until the disk has it */
    void flush(boolean force) {
        try {
            if (waiting.position() > 0) {
                waiting.flip();
                while (waiting.hasRemaining()) {
                    written += channel.write(waiting, written);
                }
                waiting.clear();
                unforced = true;
            }
            if (force && unforced) {
                channel.force(false);
                unforced = false;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal, file=" + path + ": " + e.getMessage(), e);
        }
    }

    /** Where the next record goes, with all that waits written. */
    long end() {
        return written + waiting.position();
    }

    @Override
    public void close() {
        try {
            flush(true);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the journal, file=" + path + ": " + e.getMessage(), e);
        }
    }
}
