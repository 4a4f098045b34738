package io.meridian.audit.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads the records of one file, one after the other, from memory that it fills as it goes. What is written to the file after it was opened is not looked
 * at: a record that is just being written is no damage. For one thread.
 */
public final class SegmentReader implements AutoCloseable {
    private static final int CHUNK = 4 << 20;

    private final FileChannel channel;
    private final long size;
    private final RecordView view = new RecordView();
    private byte[] bytes = new byte[CHUNK];
    private int begin;
    private int end;
    private long position;
    private boolean unreadable;

    public SegmentReader(Path segment) throws IOException {
        channel = FileChannel.open(segment, StandardOpenOption.READ);
        size = channel.size();
    }

    /** Whether its first record was recorded before a time. Times grow from record to record, so all files before it are older still. */
    public static boolean beginsBefore(Path segment, long timeNs) throws IOException {
        long first = firstTime(segment);
        return first != 0 && first < timeNs;
    }

    /** When its first record was recorded, epoch ns; 0: it has none. */
    public static long firstTime(Path segment) throws IOException {
        try (SegmentReader reader = new SegmentReader(segment)) {
            RecordView first = reader.next();
            return first == null ? 0 : first.timeNs();
        }
    }

    /** The next record, valid until the next call; null: there is none, or what comes is none. */
    public RecordView next() throws IOException {
        while (!unreadable) {
            int length = view.wrap(bytes, begin, end - begin);
            if (length > 0) {
                position += length;
                begin += length;
                return view;
            }
            if (length < 0) {
                unreadable = true;
            } else if (!fill()) {
                return null;
            }
        }
        return null;
    }

    private boolean fill() throws IOException {
        System.arraycopy(bytes, begin, bytes, 0, end - begin);
        end -= begin;
        begin = 0;
        if (end == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        long left = size - position - end;
        int read = channel.read(ByteBuffer.wrap(bytes, end, (int) Math.min(bytes.length - end, left)));
        if (read <= 0) {
            return false;
        }
        end += read;
        return true;
    }

    /** Where in the file the last record ended. */
    public long position() {
        return position;
    }

    /** Whether it ended within the file: what follows is no whole record. */
    public boolean isCut() {
        return position < size;
    }

    /** Goes on at the next place where a record may begin. @return false: there is none */
    public boolean skipDamage() throws IOException {
        unreadable = false;
        for (long at = position + Long.BYTES; at + RecordLayout.HEAD <= size; at += Long.BYTES) {
            if (isPlausible(at)) {
                position = at;
                begin = 0;
                end = 0;
                channel.position(at);
                return true;
            }
        }
        return false;
    }

    private boolean isPlausible(long at) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(RecordLayout.HEAD);
        while (head.hasRemaining()) {
            if (channel.read(head, at + head.position()) < 0) {
                return false;
            }
        }
        RecordView candidate = new RecordView();
        int length = candidate.wrap(head.array(), 0, RecordLayout.HEAD);
        return length >= 0 && at + RecordLayout.length(candidate.bodyLength()) <= size;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
