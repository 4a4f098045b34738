package io.meridian.audit.mirror;

import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.RecordView;
import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.delivery.PublishResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Carries the files of a log to an engine as they grow: whole records and whole checkpoints, which are safe on the disk here first. It goes on where the
 * engine has confirmed what came before; killed, it carries some bytes again, to the same place of the same file. For one thread.
 */
public final class LogMirror implements AutoCloseable {
    /** Where the pieces of a log travel; its id is the last part. */
    public static final String TOPICS = "platform.control.audit.";

    private static final int READ = 1 << 20;
    private static final long LAST_WORDS_NS = 5_000_000_000L;

    private final LogFolder folder;
    private final Path noted;
    private final Publisher publisher;
    private final Consumer<String> log;
    private final RecordView record = new RecordView();
    private final ExpandableArrayBuffer message = new ExpandableArrayBuffer(2 * LogPiece.LARGEST);
    private final ArrayDeque<LogPiece> waiting = new ArrayDeque<>();
    private MirrorPlace read;
    private MirrorPlace confirmed;
    /** What was read when the last of what waited was taken, to be noted once that is confirmed; null: nothing is open. */
    private MirrorPlace offered;

    private long carried;

    /**
     * @param folder of a log; it may be written at the same time
     * @param noted the file that says how far it was carried
     */
    public LogMirror(LogFolder folder, Path noted, Bus to, Consumer<String> log) {
        this.folder = folder;
        this.noted = noted;
        this.log = log;
        String id = folder.id();
        if (id == null) {
            throw new AuditException("There is no log in " + folder.path() + " yet. Start 'meridian audit record'.");
        }
        confirmed = MirrorPlace.read(noted);
        read = confirmed;
        publisher = to.publisher(PublisherSpec.durable(TOPICS + id));
    }

    /** Does what there is to do now. */
    public int work() {
        int work = offer();
        if (offered != null && waiting.isEmpty() && publisher.confirmed() >= publisher.sequence()) {
            confirmed = offered;
            offered = null;
            confirmed.write(noted);
            work++;
        }
        if (offered == null) {
            try {
                readOn();
            } catch (IOException e) {
                throw new AuditException("The log in " + folder.path() + " cannot be read: " + e, e);
            }
            if (!waiting.isEmpty()) {
                offered = read;
                work++;
            }
        }
        return work;
    }

    private int offer() {
        int work = 0;
        while (!waiting.isEmpty()) {
            int length = waiting.peek().encode(message);
            long result = publisher.offer(message, 0, length);
            if (result == PublishResult.BACK_PRESSURED || result == PublishResult.NOT_CONNECTED) {
                return work;
            }
            if (result < 0) {
                throw new AuditException("The engine refuses pieces of the log, result=" + result + ".");
            }
            carried += waiting.remove().bytes().length;
            work++;
        }
        return work;
    }

    private void readOn() throws IOException {
        List<Path> segments = folder.segments();
        Optional<Path> current = segments.stream()
                .filter(each -> LogFolder.first(each) >= read.segment())
                .findFirst();
        if (current.isPresent()) {
            Path segment = current.get();
            if (LogFolder.first(segment) > read.segment()) {
                log.accept("NOTICE: what is before record " + LogFolder.first(segment)
                        + " was removed before all of it was carried");
                read = new MirrorPlace(LogFolder.first(segment), 0, read.checkpoints());
            }
            long end = carry(segment, read.at(), this::wholeRecords);
            boolean more = end > read.at();
            read = new MirrorPlace(read.segment(), end, read.checkpoints());
            if (!more && segments.getLast() != segment) {
                // Nothing is ever added to one that has another behind it.
                read = new MirrorPlace(
                        LogFolder.first(segments.get(segments.indexOf(segment) + 1)), 0, read.checkpoints());
            }
        }
        Path checkpoints = folder.path().resolve(LogFolder.CHECKPOINTS);
        if (Files.exists(checkpoints)) {
            read = new MirrorPlace(
                    read.segment(), read.at(), carry(checkpoints, read.checkpoints(), LogMirror::wholeLines));
        }
    }

    /** How many of the bytes are whole; 0: none are yet. */
    private interface Whole {
        int of(byte[] bytes, int length);
    }

    /** @return where what is left of the file begins */
    private long carry(Path file, long from, Whole whole) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size <= from) {
                return from;
            }
            // What is carried must not be gone after a loss of power, when something else would be written in its
            // place.
            channel.force(true);
            byte[] bytes = new byte[(int) Math.min(READ, size - from)];
            int end = read(channel, bytes, from, whole);
            if (end == 0 && size - from > bytes.length) {
                bytes = new byte[(int) Math.min(Integer.MAX_VALUE - Long.BYTES, size - from)];
                end = read(channel, bytes, from, whole);
            }
            for (int at = 0; at < end; at += LogPiece.LARGEST) {
                waiting.add(new LogPiece(
                        file.getFileName().toString(),
                        from + at,
                        Arrays.copyOfRange(bytes, at, Math.min(end, at + LogPiece.LARGEST))));
            }
            return from + end;
        }
    }

    private static int read(FileChannel channel, byte[] bytes, long from, Whole whole) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int last;
        do {
            last = channel.read(buffer, from + buffer.position());
        } while (last > 0 && buffer.hasRemaining());
        return whole.of(bytes, buffer.position());
    }

    private int wholeRecords(byte[] bytes, int length) {
        int end = 0;
        int next = record.wrap(bytes, 0, length);
        while (next > 0) {
            end += next;
            next = record.wrap(bytes, end, length - end);
        }
        if (next < 0) {
            throw new AuditException("The log in " + folder.path() + " has bytes that are no record. Look with"
                    + " 'meridian audit verify'; what is before was carried.");
        }
        return end;
    }

    private static int wholeLines(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /** What it did since it started. */
    public String figures() {
        return "carried=" + carried + " record_file=" + confirmed.segment() + " confirmed=" + confirmed.at();
    }

    /** Carries what is there, and waits a while until it is confirmed. */
    @Override
    public void close() {
        long endNs = System.nanoTime() + LAST_WORDS_NS;
        int work = work();
        while ((work > 0 || offered != null) && System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(1_000_000);
            work = work();
        }
        publisher.close();
    }
}
