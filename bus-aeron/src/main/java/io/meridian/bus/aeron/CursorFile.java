package io.meridian.bus.aeron;

import io.meridian.bus.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Keeps how far a named subscription has confirmed each recording. Layout, little endian: magic, version, length
 * of the whole, highest recording met, time of writing, length and text of the pattern, number of entries, the
 * entries (recording, its start time, position), CRC-32 of all before it. Written beside and renamed, so a reader
 * meets the old or the new one.
 */
final class CursorFile implements AutoCloseable {
    private static final long MAGIC = 0x52_53_52_55_43_52_45_4DL;
    private static final int VERSION = 1;
    private static final int FIXED_LENGTH = Long.BYTES + 2 * Integer.BYTES + 2 * Long.BYTES + 2 * Integer.BYTES;
    private static final int ENTRY_LENGTH = 3 * Long.BYTES;

    /** Everything before {@code position} in a recording is done with. */
    record Entry(long recordingId, long startTimeMs, long position) {}

    /** Recordings up to {@code highest} without an entry are wholly done with. */
    record Content(String pattern, long highest, long writtenMs, List<Entry> entries) {}

    private final Path file;
    private final boolean force;
    private final PathLock lock;

    private CursorFile(Path file, boolean force, PathLock lock) {
        this.file = file;
        this.force = force;
        this.lock = lock;
    }

    /** @throws EngineException when another live subscription has this name, or the folder cannot be written */
    static CursorFile open(AeronOptions options, String name) {
        Path folder = options.cursorDir().resolve(options.deployment());
        Path lockFile = folder.resolve(name + ".lock");
        try {
            Files.createDirectories(folder);
            PathLock lock = PathLock.tryLock(lockFile)
                    .orElseThrow(() -> new EngineException("name=" + name
                            + " is in use: " + PathLock.holder(lockFile)
                            + " has a durable subscription of that name in deployment="
                            + options.deployment() + ". Close it first, or use another name."));
            return new CursorFile(folder.resolve(name + ".cursor"), options.syncLevel() > 0, lock);
        } catch (IOException e) {
            throw Failures.unwritable("aeron.cursor.dir", folder, e);
        }
    }

    Path file() {
        return file;
    }

    /** @throws EngineException when it is there but cannot be trusted */
    Optional<Content> load() {
        try {
            return Optional.of(parse(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failures.unwritable("aeron.cursor.dir", file, e);
        }
    }

    private Content parse(ByteBuffer bytes) {
        int length = bytes.limit();
        if (length < FIXED_LENGTH + Integer.BYTES) {
            throw corrupt("it has " + length + " bytes, fewer than any cursor has");
        }
        if (bytes.getLong() != MAGIC) {
            throw corrupt("it does not begin like a cursor");
        }
        int version = bytes.getInt();
        if (version != VERSION) {
            throw corrupt("its version is " + version + ", and this release reads " + VERSION);
        }
        int stated = bytes.getInt();
        if (stated != length) {
            throw corrupt("it has " + length + " bytes where " + stated + " were written");
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), 0, length - Integer.BYTES);
        int checksum = bytes.getInt(length - Integer.BYTES);
        if ((int) crc.getValue() != checksum) {
            throw corrupt("its checksum is wrong");
        }
        long highest = bytes.getLong();
        long writtenMs = bytes.getLong();
        byte[] pattern = new byte[bytes.getInt()];
        bytes.get(pattern);
        int count = bytes.getInt();
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(bytes.getLong(), bytes.getLong(), bytes.getLong()));
        }
        return new Content(new String(pattern, StandardCharsets.US_ASCII), highest, writtenMs, entries);
    }

    private EngineException corrupt(String what) {
        return new EngineException(
                "the cursor in " + file + " cannot be read: " + what + ". Delete that file to let the subscription"
                        + " begin anew at its start point (messages"
                        + " repeat, or with LATEST are skipped), or"
                        + " restore it.");
    }

    void store(Content content) throws IOException {
        byte[] pattern = content.pattern.getBytes(StandardCharsets.US_ASCII);
        int length = FIXED_LENGTH + pattern.length + content.entries.size() * ENTRY_LENGTH + Integer.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC)
                .putInt(VERSION)
                .putInt(length)
                .putLong(content.highest)
                .putLong(content.writtenMs);
        bytes.putInt(pattern.length).put(pattern).putInt(content.entries.size());
        for (Entry entry : content.entries) {
            bytes.putLong(entry.recordingId).putLong(entry.startTimeMs).putLong(entry.position);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), 0, bytes.position());
        bytes.putInt((int) crc.getValue()).flip();
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (force) {
                channel.force(true);
            }
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        lock.close();
    }
}
