package io.meridian.sdk.record;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** A recording, read from its beginning to the last entry that is whole. */
public final class Recording implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final DataInputStream in;
    private final CRC32C checksum = new CRC32C();
    private long left;
    private long place;
    private boolean ended;
    private long tornBytes;

    private Recording(Path file, DataInputStream in, long size) {
        this.file = file;
        this.in = in;
        left = size;
    }

    /** @throws RecordingException when it is no recording, or of another version */
    public static Recording open(Path file) {
        try {
            return of(file, Files.newInputStream(file), Files.size(file));
        } catch (NoSuchFileException none) {
            throw new RecordingException("there is no file=" + file, none);
        } catch (IOException e) {
            throw new RecordingException("file=" + file + " cannot be read: " + e, e);
        }
    }

    static Recording of(Path file, InputStream bytes, long size) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(bytes, Math.clamp(size, 1, BUFFER)));
        Recording recording = new Recording(file, in, size);
        try {
            recording.readHeader();
        } catch (IOException | RuntimeException wrong) {
            in.close();
            throw wrong;
        }
        return recording;
    }

    private void readHeader() throws IOException {
        if (left < Recorder.FILE_HEADER) {
            throw new RecordingException("file=" + file + " is no recording: it has only bytes=" + left);
        }
        ByteBuffer header = read(Recorder.FILE_HEADER);
        if (header.getLong() != Recorder.MAGIC) {
            throw new RecordingException(
                    "file=" + file + " is no recording: it does not begin as one. `meridian record` makes them.");
        }
        int version = header.getInt();
        if (version != Recorder.VERSION) {
            throw new RecordingException("file=" + file + " is a recording of version=" + version
                    + ", and this release reads version=" + Recorder.VERSION + ". Use the release that wrote it.");
        }
    }

    /**
     * The next entry; null after the last that is whole.
     *
     * @throws RecordingException when the file is damaged before its end
     */
    public Entry next() {
        try {
            if (left < Recorder.FRAME) {
                return over(left);
            }
            ByteBuffer frame = read(Recorder.FRAME);
            int length = frame.getInt();
            int sum = frame.getInt();
            if (length < Recorder.HEAD || length > Recorder.MAX_ENTRY) {
                throw damaged("its length=" + length + " is none that an entry has");
            }
            if (length > left) {
                return over(left + Recorder.FRAME);
            }
            ByteBuffer body = read(length);
            checksum.reset();
            checksum.update(body.duplicate());
            if ((int) checksum.getValue() != sum) {
                throw damaged("its checksum is wrong");
            }
            place++;
            Entry entry = entry(body);
            ended = entry.kind() == Kind.ENDED;
            return entry;
        } catch (EOFException shrunk) {
            throw damaged("the file became shorter while it was read");
        } catch (IOException e) {
            throw new RecordingException("file=" + file + " cannot be read: " + e, e);
        }
    }

    private Entry over(long bytes) {
        tornBytes = bytes;
        left = 0;
        return null;
    }

    /** Whether the recording was ended in good order, as is known once all is read; else its writer died. */
    public boolean isEnded() {
        return ended && tornBytes == 0;
    }

    /** Bytes of the last entry, which is not whole; as is known once all is read. */
    public long tornBytes() {
        return tornBytes;
    }

    private ByteBuffer read(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        left -= length;
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Entry entry(ByteBuffer body) {
        int code = body.get();
        long timeNs = body.getLong();
        Kind kind = Kind.of(code);
        if (kind == null) {
            throw damaged("its kind=" + code + " is none");
        }
        List<Object> values = new ArrayList<>(kind.fields().size());
        try {
            for (Field field : kind.fields()) {
                values.add(
                        switch (field.type()) {
                            case NUMBER -> body.getLong();
                            case TEXT -> text(bytes(body));
                            case BYTES -> bytes(body);
                            case MAP -> pairs(ByteBuffer.wrap(bytes(body)).order(ByteOrder.LITTLE_ENDIAN));
                        });
            }
        } catch (BufferUnderflowException shorter) {
            throw damaged("its kind=" + kind + " has more fields than are there");
        }
        if (body.hasRemaining()) {
            throw damaged("its kind=" + kind + " has bytes=" + body.remaining() + " more than its fields");
        }
        return new Entry(kind, place, timeNs, values);
    }

    private static byte[] bytes(ByteBuffer body) {
        int length = body.getInt();
        if (length < 0 || length > body.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        body.get(bytes);
        return bytes;
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static Map<String, String> pairs(ByteBuffer bytes) {
        Map<String, String> pairs = new LinkedHashMap<>();
        while (bytes.hasRemaining()) {
            pairs.put(text(bytes(bytes)), text(bytes(bytes)));
        }
        return pairs;
    }

    private RecordingException damaged(String why) {
        return new RecordingException("file=" + file + " is damaged at entry=" + (place + 1) + ": " + why
                + ". What comes before it can be trusted, what follows cannot. Record anew.");
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new RecordingException("file=" + file + " cannot be closed: " + e, e);
        }
    }
}
