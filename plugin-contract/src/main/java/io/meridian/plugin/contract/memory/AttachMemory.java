package io.meridian.plugin.contract.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The file of one attach: a page of header, then a ring from the plugin to its sidecar and one back. The sidecar makes it
 * new for each attach, readable by its owner alone, and removes its name once the plugin is in; so a file is never used
 * twice, and what a dead process left half written is never read on.
 *
 * <p>Each side writes its process number once and its heartbeat again and again, and looks at the other's. Nothing else
 * tells a side that the other is gone.
 */
public final class AttachMemory implements AutoCloseable {
    /** Of the layout. A side refuses a file of another version. */
    public static final int VERSION = 1;

    private static final long MAGIC = 0x4E41_4944_4952_454DL;
    private static final int HEADER = 4096;
    private static final int MIN_RING = 64 << 10;
    private static final int MAX_RING = 1 << 30;

    private static final int MAGIC_AT = 0;
    private static final int VERSION_AT = 8;
    private static final int TO_SIDECAR_AT = 12;
    private static final int TO_PLUGIN_AT = 16;

    /** One side's part of the header, on cache lines of its own. */
    public enum Side {
        SIDECAR(1024),
        PLUGIN(2048);

        private final int at;

        Side(int at) {
            this.at = at;
        }
    }

    private static final int HEARTBEAT = 0;
    private static final int PROCESS = 8;
    private static final int GONE = 16;

    private final Path path;
    private final MappedByteBuffer mapped;
    private final AtomicBuffer header;
    private final RingBuffer toSidecar;
    private final RingBuffer toPlugin;
    private boolean closed;

    private AttachMemory(Path path, MappedByteBuffer mapped, int toSidecarLength, int toPluginLength) {
        this.path = path;
        this.mapped = mapped;
        header = new UnsafeBuffer(mapped, 0, HEADER);
        toSidecar = ring(HEADER, toSidecarLength);
        toPlugin = ring(HEADER + toSidecarLength + RingBufferDescriptor.TRAILER_LENGTH, toPluginLength);
    }

    private RingBuffer ring(int at, int length) {
        return new OneToOneRingBuffer(new UnsafeBuffer(mapped, at, length + RingBufferDescriptor.TRAILER_LENGTH));
    }

    /**
     * Makes a new file. For the sidecar.
     *
     * @param toSidecarLength a power of two from 64 KiB to 1 GiB, as is {@code toPluginLength}; the largest frame is an
     *     eighth of it
     * @throws UncheckedIOException when the folder cannot be written or is full
     */
    public static AttachMemory create(Path path, int toSidecarLength, int toPluginLength) {
        requireRing("toSidecarLength", toSidecarLength);
        requireRing("toPluginLength", toPluginLength);
        try {
            Files.deleteIfExists(path);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            long length = length(toSidecarLength, toPluginLength);
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                // Written, not only made longer: a full disk shows here and not as a crash on first touch.
                java.nio.ByteBuffer zeros = java.nio.ByteBuffer.allocate(64 << 10);
                for (long at = 0; at < length; at += zeros.capacity()) {
                    zeros.clear().limit((int) Math.min(zeros.capacity(), length - at));
                    while (zeros.hasRemaining()) {
                        channel.write(zeros, at + zeros.position());
                    }
                }
                MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
                AttachMemory memory = new AttachMemory(path, mapped, toSidecarLength, toPluginLength);
                memory.header.putInt(VERSION_AT, VERSION);
                memory.header.putInt(TO_SIDECAR_AT, toSidecarLength);
                memory.header.putInt(TO_PLUGIN_AT, toPluginLength);
                memory.header.putLongRelease(MAGIC_AT, MAGIC);
                return memory;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the attach file=" + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Maps a file that a sidecar made. For the plugin.
     *
     * @throws IllegalArgumentException when it is not such a file, or of another version
     * @throws UncheckedIOException when it cannot be read
     */
    public static AttachMemory open(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long length = channel.size();
            if (length < HEADER || length > length(MAX_RING, MAX_RING)) {
                throw notOurs(path, "length=" + length);
            }
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
            try {
                return checked(path, mapped, length);
            } catch (IllegalArgumentException e) {
                BufferUtil.free(mapped);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the attach file=" + path + ": " + e.getMessage(), e);
        }
    }

    private static AttachMemory checked(Path path, MappedByteBuffer mapped, long length) {
        UnsafeBuffer header = new UnsafeBuffer(mapped, 0, HEADER);
        if (header.getLongAcquire(MAGIC_AT) != MAGIC) {
            throw notOurs(path, "magic=" + Long.toHexString(header.getLong(MAGIC_AT)));
        }
        if (header.getInt(VERSION_AT) != VERSION) {
            throw new IllegalArgumentException("attach file=" + path + " has version=" + header.getInt(VERSION_AT)
                    + ", this side version=" + VERSION + ". Use an SDK and a sidecar of the same release.");
        }
        int toSidecarLength = header.getInt(TO_SIDECAR_AT);
        int toPluginLength = header.getInt(TO_PLUGIN_AT);
        if (!isRing(toSidecarLength) || !isRing(toPluginLength) || length != length(toSidecarLength, toPluginLength)) {
            throw notOurs(path, "rings=" + toSidecarLength + "," + toPluginLength + " length=" + length);
        }
        return new AttachMemory(path, mapped, toSidecarLength, toPluginLength);
    }

    private static IllegalArgumentException notOurs(Path path, String why) {
        return new IllegalArgumentException("file=" + path + " is no attach file of a sidecar: " + why);
    }

    private static long length(int toSidecarLength, int toPluginLength) {
        return HEADER + (long) toSidecarLength + toPluginLength + 2L * RingBufferDescriptor.TRAILER_LENGTH;
    }

    private static boolean isRing(int length) {
        return BitUtil.isPowerOfTwo(length) && length >= MIN_RING && length <= MAX_RING;
    }

    private static void requireRing(String name, int length) {
        if (!isRing(length)) {
            throw new IllegalArgumentException(
                    name + "=" + length + " is not a power of two from " + MIN_RING + " to " + MAX_RING);
        }
    }

    /** Written by the plugin, read by the sidecar. */
    public RingBuffer toSidecar() {
        return toSidecar;
    }

    /** Written by the sidecar, read by the plugin. */
    public RingBuffer toPlugin() {
        return toPlugin;
    }

    public Path path() {
        return path;
    }

    /** A side's sign of life, in milliseconds of the machine's monotonic clock, which both processes share. */
    public void beat(Side side, long processId, long nowMs) {
        header.putLong(side.at + PROCESS, processId);
        header.putLongRelease(side.at + HEARTBEAT, nowMs);
    }

    /** When the side gave its last sign of life, 0 before the first. */
    public long heartbeat(Side side) {
        return header.getLongAcquire(side.at + HEARTBEAT);
    }

    public long process(Side side) {
        return header.getLong(side.at + PROCESS);
    }

    /** The side will touch the memory no more. */
    public void sayGone(Side side) {
        header.putIntRelease(side.at + GONE, 1);
    }

    public boolean isGone(Side side) {
        return header.getIntAcquire(side.at + GONE) != 0;
    }

    /** Removes the file's name. Those who mapped it keep it; nobody else can find it. */
    public void unlink() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the attach file=" + path + ": " + e.getMessage(), e);
        }
    }

    /** Unmaps it. Nobody may use the rings afterwards: that would crash the process. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            BufferUtil.free(mapped);
        }
    }
}
