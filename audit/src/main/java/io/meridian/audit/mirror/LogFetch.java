package io.meridian.audit.mirror;

import io.meridian.audit.kept.KeptMessages;
import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.LogFolder;
import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * Makes the files of logs again from what a {@link LogMirror} carried: each log in a folder with its id as name. That all is there, and that it is what
 * was recorded, says {@code meridian audit verify} of such a folder.
 */
public final class LogFetch implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private final Path folder;
    private final LongConsumer progress;
    private final Map<Path, FileChannel> open = new HashMap<>();
    private final Map<String, Long> bytes = new TreeMap<>();
    private long total;
    private long refused;

    private LogFetch(Path folder, LongConsumer progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * What came.
     *
     * @param bytes by the id of the log
     * @param refused messages that were no piece of a log
     */
    public record Fetched(Map<String, Long> bytes, long refused) {}

    /**
     * Reads all that the bus keeps of logs; its end is where nothing more comes for a while.
     *
     * @param folder takes a folder for each log; one that is there already is written over with the same
     * @param progress is told how many bytes there are so far
     */
    public static Fetched fetch(Bus from, Path folder, LongConsumer progress) {
        try (LogFetch fetch = new LogFetch(folder, progress)) {
            KeptMessages.read(from, LogMirror.TOPICS + "*", fetch::take);
            return new Fetched(fetch.bytes, fetch.refused);
        }
    }

    private void take(Message piece) {
        String id = piece.topic().name().substring(LogMirror.TOPICS.length());
        try {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("id=" + id + " is that of no log");
            }
            write(id, LogPiece.decode(piece.buffer(), piece.offset(), piece.length()));
        } catch (IllegalArgumentException none) {
            refused++;
        } catch (IOException e) {
            throw new UncheckedIOException("The log cannot be written to " + folder + ": " + e.getMessage(), e);
        }
    }

    private void write(String id, LogPiece piece) throws IOException {
        Path own = folder.resolve(id);
        if (!bytes.containsKey(id)) {
            Files.createDirectories(own);
            new LogFolder(own).restore(id);
            bytes.put(id, 0L);
        }
        FileChannel file = channel(own.resolve(piece.file()));
        ByteBuffer left = ByteBuffer.wrap(piece.bytes());
        while (left.hasRemaining()) {
            file.write(left, piece.at() + left.position());
        }
        bytes.merge(id, (long) piece.bytes().length, Long::sum);
        total += piece.bytes().length;
        progress.accept(total);
    }

    /** Of each folder the file of checkpoints, and the one of records that is being written. */
    private FileChannel channel(Path file) throws IOException {
        FileChannel known = open.get(file);
        if (known != null) {
            return known;
        }
        if (LogFolder.isSegment(file.getFileName().toString())) {
            for (Path other : open.keySet().toArray(Path[]::new)) {
                if (other.getParent().equals(file.getParent())
                        && LogFolder.isSegment(other.getFileName().toString())) {
                    end(open.remove(other));
                }
            }
        }
        FileChannel opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        open.put(file, opened);
        return opened;
    }

    private static void end(FileChannel file) throws IOException {
        file.force(true);
        file.close();
    }

    @Override
    public void close() {
        try {
            for (FileChannel file : open.values()) {
                end(file);
            }
        } catch (IOException e) {
            throw new AuditException("The files in " + folder + " cannot be closed: " + e, e);
        }
    }
}
