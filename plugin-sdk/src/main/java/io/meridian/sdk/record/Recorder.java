package io.meridian.sdk.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes what a plugin sees and says into a file, on the plugin's thread. What comes with every message is written without
 * allocation, into memory that goes to the file when it is full, when {@link #flushIfDue} finds that a second has passed, and
 * at the end. A crash loses what was not in the file yet.
 *
 * <p>When the file cannot be written, as when the disk is full, the recording ends there and says so, and the plugin goes on.
 */
public final class Recorder implements AutoCloseable {
    static final long MAGIC = 0x4452434552444952L;
    static final int VERSION = 1;
    /** Magic and version. */
    static final int FILE_HEADER = 12;
    /** Length and checksum of what follows. */
    static final int FRAME = 8;
    /** Kind and time. */
    static final int HEAD = 9;
    /** No entry is longer. */
    static final int MAX_ENTRY = 1 << 28;

    private static final int ROOM = 1 << 20;
    private static final long FLUSH_NS = 1_000_000_000;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final Path file;
    private final FileChannel channel;
    private final Consumer<String> complaints;
    private final CRC32C checksum = new CRC32C();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private ByteBuffer memory;
    private int at;
    private int begin;
    private long inputNs;
    private long flushedNs;
    private boolean broken;

    // The claim that is open.
    private String claimedTopic;
    private int claimedSchema;
    private int claimedVersion;
    private int claimedLength;
    private long claimedTag;
    private long claimedEventTime;
    private long claimedCorrelation;

    private Recorder(Path file, FileChannel channel, Consumer<String> complaints) {
        this.file = file;
        this.channel = channel;
        this.complaints = complaints;
        room(ROOM);
        buffer.putLong(0, MAGIC, ORDER);
        buffer.putInt(8, VERSION, ORDER);
        at = FILE_HEADER;
    }

    /**
     * Begins a recording in a new file, which only its owner may read: it holds the plugin's settings, but for secret ones.
     *
     * @param complaints is told once when the file can no longer be written
     * @throws RecordingException when there is such a file already, or it cannot be made
     */
    public static Recorder create(Path file, Consumer<String> complaints) {
        try {
            return new Recorder(
                    file,
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                    complaints);
        } catch (FileAlreadyExistsException there) {
            throw new RecordingException(
                    "file=" + file + " is there already, and a recording never overwrites one. Name another.", there);
        } catch (IOException e) {
            throw new RecordingException(
                    "a recording cannot be begun in file=" + file + ": " + e
                            + ". Name a file in a folder that exists and" + " may be written to.",
                    e);
        }
    }

    // Inputs.

    /** Something that the plugin is about to see. */
    public void input(Kind kind, long timeNs, Object... values) {
        inputNs = timeNs;
        write(kind, values);
    }

    /** A message that the plugin is about to see. */
    public void delivered(
            long timeNs,
            long subscription,
            boolean historical,
            String topic,
            DirectBuffer frame,
            int offset,
            int length) {
        inputNs = timeNs;
        if (begin(Kind.DELIVERED, 8 + 8 + 4 + topic.length() + 4 + length)) {
            number(subscription);
            number(historical ? 1 : 0);
            ascii(topic);
            bytes(frame, offset, length);
            end();
        }
    }

    /** A timer that is about to fire. */
    public void fired(long timeNs, long timer) {
        inputNs = timeNs;
        if (begin(Kind.FIRED, 8)) {
            number(timer);
            end();
        }
    }

    // Outputs.

    /** Something that the plugin said, did or was told while it handled an input. */
    public void output(Kind kind, Object... values) {
        write(kind, values);
    }

    /**
     * It claims room for a message.
     *
     * @param result what it was told: a tag, and then {@link #published} or {@link #aborted} follows, or a negative code
     */
    public void claimed(String topic, int schemaId, int schemaVersion, int length, long result, long correlation) {
        claimedTopic = topic;
        claimedSchema = schemaId;
        claimedVersion = schemaVersion;
        claimedLength = length;
        claimedTag = result;
        claimedEventTime = 0;
        claimedCorrelation = correlation;
        if (result < 0) {
            notPublished(Kind.NOT_TAKEN);
        }
    }

    /** Of the open claim. */
    public void eventTime(long epochNs) {
        claimedEventTime = epochNs;
    }

    /** Of the open claim. */
    public void correlation(long correlation) {
        claimedCorrelation = correlation;
    }

    /** The open claim is given back. */
    public void aborted() {
        notPublished(Kind.ABORTED);
    }

    private void notPublished(Kind kind) {
        if (begin(kind, 4 + claimedTopic.length() + 4 * 8)) {
            ascii(claimedTopic);
            number(claimedSchema);
            number(claimedVersion);
            number(claimedLength);
            number(claimedTag);
            end();
        }
    }

    /** The open claim is published, with this payload. */
    public void published(DirectBuffer payload, int offset) {
        if (begin(Kind.PUBLISHED, 4 + claimedTopic.length() + 5 * 8 + 4 + claimedLength)) {
            ascii(claimedTopic);
            number(claimedSchema);
            number(claimedVersion);
            number(claimedTag);
            number(claimedEventTime);
            number(claimedCorrelation);
            bytes(payload, offset, claimedLength);
            end();
        }
    }

    // The file.

    /** Writes to the file what is in memory, when a second has passed since the last time. */
    public void flushIfDue(long monotonicNs) {
        if (monotonicNs - flushedNs >= FLUSH_NS) {
            flushedNs = monotonicNs;
            flush();
        }
    }

    /** Writes to the file what is in memory. */
    public void flush() {
        if (broken) {
            return;
        }
        memory.limit(at).position(0);
        try {
            while (memory.hasRemaining()) {
                channel.write(memory);
            }
        } catch (IOException e) {
            breakOff(e.toString());
        }
        memory.clear();
        at = 0;
    }

    private void breakOff(String why) {
        broken = true;
        complaints.accept("the recording in file=" + file + " ended: " + why
                + ". What was written before can be read; the plugin goes on.");
    }

    /** Ends the recording in good order. */
    @Override
    public void close() {
        if (channel.isOpen()) {
            write(Kind.ENDED);
            flush();
            try {
                channel.close();
            } catch (IOException e) {
                complaints.accept("the recording in file=" + file + " could not be closed: " + e);
            }
        }
    }

    private void write(Kind kind, Object... values) {
        Object[] encoded = new Object[values.length];
        int length = 0;
        for (int i = 0; i < values.length; i++) {
            encoded[i] = switch (values[i]) {
                case null -> new byte[0];
                case String text -> text.getBytes(StandardCharsets.UTF_8);
                case Map<?, ?> map -> pairs(map);
                case Boolean yes -> yes ? 1L : 0L;
                case Integer number -> (long) number;
                case Object other -> other;
            };
            length += encoded[i] instanceof byte[] bytes ? 4 + bytes.length : 8;
        }
        if (!begin(kind, length)) {
            return;
        }
        for (Object value : encoded) {
            if (value instanceof byte[] bytes) {
                buffer.putInt(at, bytes.length, ORDER);
                buffer.putBytes(at + 4, bytes);
                at += 4 + bytes.length;
            } else {
                number((Long) value);
            }
        }
        end();
    }

    /** Names and texts as they are in a field: each with its length before it. */
    private static byte[] pairs(Map<?, ?> map) {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        map.forEach((name, text) -> {
            for (Object part : new Object[] {name, text}) {
                byte[] utf8 = part.toString().getBytes(StandardCharsets.UTF_8);
                bytes.writeBytes(
                        ByteBuffer.allocate(4).order(ORDER).putInt(utf8.length).array());
                bytes.writeBytes(utf8);
            }
        });
        return bytes.toByteArray();
    }

    /** @return false when nothing is written any more */
    private boolean begin(Kind kind, int length) {
        if (broken) {
            return false;
        }
        int whole = FRAME + HEAD + length;
        if (length < 0 || length > MAX_ENTRY - HEAD) {
            breakOff("an entry of kind=" + kind + " is longer than bytes=" + MAX_ENTRY);
            return false;
        }
        if (whole > buffer.capacity() - at) {
            flush();
            if (whole > buffer.capacity()) {
                room(whole);
            }
        }
        begin = at;
        buffer.putByte(begin + FRAME, (byte) kind.code());
        buffer.putLong(begin + FRAME + 1, inputNs, ORDER);
        at = begin + FRAME + HEAD;
        return !broken;
    }

    private void end() {
        int length = at - begin - FRAME;
        memory.limit(at).position(begin + FRAME);
        checksum.reset();
        checksum.update(memory);
        memory.clear();
        buffer.putInt(begin, length, ORDER);
        buffer.putInt(begin + 4, (int) checksum.getValue(), ORDER);
    }

    private void number(long value) {
        buffer.putLong(at, value, ORDER);
        at += 8;
    }

    /** A topic has no other characters. */
    private void ascii(String text) {
        buffer.putInt(at, text.length(), ORDER);
        buffer.putStringWithoutLengthAscii(at + 4, text);
        at += 4 + text.length();
    }

    private void bytes(DirectBuffer source, int offset, int length) {
        buffer.putInt(at, length, ORDER);
        buffer.putBytes(at + 4, source, offset, length);
        at += 4 + length;
    }

    private void room(int bytes) {
        memory = ByteBuffer.allocateDirect(bytes);
        buffer.wrap(memory);
    }
}
