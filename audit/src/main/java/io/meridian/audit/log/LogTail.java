package io.meridian.audit.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** Reads the records of a log as they are written, from file to file. It may be read while it is written, by another process, and before it is there. For one thread. */
public final class LogTail implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final LogFolder folder;
    private final RecordView view = new RecordView();
    private byte[] bytes = new byte[CHUNK];
    private int begin;
    private int end;
    private FileChannel channel;
    /** The index of the first record of the file that is read; -1: none is yet. */
    private long segment = -1;

    /** @param files how many of the newest files it begins with, each from its beginning */
    public LogTail(LogFolder folder, int files) {
        this.folder = folder;
        List<Path> segments = segments();
        if (segments.size() > files) {
            segment = LogFolder.first(segments.get(segments.size() - files)) - 1;
        }
    }

    /**
     * The next record, valid until the next call; null: there is none yet.
     *
     * @throws AuditException when the log cannot be read, or has bytes that are no record
     */
    public RecordView next() {
        try {
            return read();
        } catch (IOException e) {
            throw new AuditException("The log in " + folder.path() + " cannot be read: " + e, e);
        }
    }

    private RecordView read() throws IOException {
        while (true) {
            int length = view.wrap(bytes, begin, end - begin);
            if (length < 0) {
                throw new AuditException("The log in " + folder.path() + " has bytes that are no record. Look with"
                        + " 'meridian audit verify'.");
            }
            if (length > 0) {
                begin += length;
                return view;
            }
            if (!fill() && !nextFile()) {
                return null;
            }
        }
    }

    /** None as long as the recorder has not begun. */
    private List<Path> segments() {
        return Files.isDirectory(folder.path()) ? folder.segments() : List.of();
    }

    private boolean fill() throws IOException {
        if (channel == null) {
            return false;
        }
        System.arraycopy(bytes, begin, bytes, 0, end - begin);
        end -= begin;
        begin = 0;
        if (end == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        int read = channel.read(ByteBuffer.wrap(bytes, end, bytes.length - end));
        end += Math.max(0, read);
        return read > 0;
    }

    /** Nothing is ever added to a file that has another behind it. */
    private boolean nextFile() throws IOException {
        for (Path each : segments()) {
            if (LogFolder.first(each) > segment) {
                FileChannel next = FileChannel.open(each, StandardOpenOption.READ);
                // The last records of the file before may have come since it was read to its end.
                if (fill()) {
                    next.close();
                    return true;
                }
                close();
                channel = next;
                segment = LogFolder.first(each);
                begin = 0;
                end = 0;
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
