package io.meridian.storage.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A file of a spool: a head that says of which store its records are, and records, each with its length and a checksum in front. Records are only ever
 * added, so what a crash leaves is whole up to a place; what lies behind that is not read.
 */
final class Segment implements Closeable {
    private static final byte[] MAGIC = "MERSPOOL".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    /** Version and length of the place, then the place, and the checksum of all that. */
    private static final int HEAD = MAGIC.length + 2 * Integer.BYTES;

    private static final int MOST_PLACE = 4096;
    static final int RECORD_HEAD = 2 * Integer.BYTES;
    /** A batch has at most a million rows of some hundred bytes. */
    private static final int MOST_RECORD = 512 << 20;

    private final Path file;
    private final FileChannel channel;
    private final String place;
    private long length;

    private Segment(Path file, FileChannel channel, String place, long length) {
        this.file = file;
        this.channel = channel;
        this.place = place;
        this.length = length;
    }

    /** A new one. */
    static Segment create(Path file, String place) throws IOException {
        byte[] name = place.getBytes(StandardCharsets.UTF_8);
        if (name.length > MOST_PLACE) {
            throw new IOException("the name of the store has length=" + name.length + ", at most " + MOST_PLACE);
        }
        ByteBuffer head =
                ByteBuffer.allocate(HEAD + name.length + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.put(MAGIC).putInt(VERSION).putInt(name.length).put(name);
        head.putInt(checksum(head.array(), 0, head.position())).flip();
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            write(channel, head, 0);
            return new Segment(file, channel, place, head.limit());
        } catch (IOException failed) {
            channel.close();
            Files.deleteIfExists(file);
            throw failed;
        }
    }

    /** One that was left; null when its head is not whole: then nothing was ever in it. */
    static Segment open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        String place = null;
        long begin = 0;
        ByteBuffer head = read(channel, 0, HEAD);
        if (head != null && Arrays.equals(head.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            int version = head.getInt(MAGIC.length);
            int size = head.getInt(MAGIC.length + Integer.BYTES);
            ByteBuffer whole = size < 0 || size > MOST_PLACE ? null : read(channel, 0, HEAD + size + Integer.BYTES);
            if (whole != null && whole.getInt(HEAD + size) == checksum(whole.array(), 0, HEAD + size)) {
                if (version != VERSION) {
                    channel.close();
                    throw new IOException(
                            "it is of version " + version + ", made by a newer Meridian; this one knows " + VERSION);
                }
                place = new String(whole.array(), HEAD, size, StandardCharsets.UTF_8);
                begin = whole.limit();
            }
        }
        if (place == null) {
            channel.close();
            return null;
        }
        return new Segment(file, channel, place, begin);
    }

    Path file() {
        return file;
    }

    /** Of which store its records are. */
    String place() {
        return place;
    }

    /** Where the next record goes, or is to be looked for. */
    long length() {
        return length;
    }

    /** Adds a record, or nothing when it throws. @return where it is */
    long add(ByteBuffer payload) throws IOException {
        int size = payload.remaining();
        ByteBuffer head = ByteBuffer.allocate(RECORD_HEAD).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(size)
                .putInt(checksum(payload.array(), payload.position(), size))
                .flip();
        long at = length;
        try {
            write(channel, head, at);
            write(channel, payload, at + RECORD_HEAD);
        } catch (IOException failed) {
            // What is there of it would be taken for a torn end, and more must be able to follow.
            channel.truncate(at);
            throw failed;
        }
        length = at + RECORD_HEAD + size;
        return at;
    }

    /** The record behind those that are known; null when there is none that is whole. */
    byte[] next() throws IOException {
        byte[] record = read(length);
        if (record != null) {
            length += RECORD_HEAD + record.length;
        }
        return record;
    }

    /** The record at a place; null when it is not whole. */
    byte[] read(long at) throws IOException {
        ByteBuffer head = read(channel, at, RECORD_HEAD);
        int size = head == null ? -1 : head.getInt(0);
        if (size <= 0 || size > MOST_RECORD) {
            return null;
        }
        ByteBuffer payload = read(channel, at + RECORD_HEAD, size);
        return payload == null || checksum(payload.array(), 0, size) != head.getInt(Integer.BYTES)
                ? null
                : payload.array();
    }

    /** Bytes of the file behind what could be read. */
    long unread() throws IOException {
        return channel.size() - length;
    }

    void force() throws IOException {
        channel.force(false);
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return (int) checksum.getValue();
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long place = at;
        while (bytes.hasRemaining()) {
            place += channel.write(bytes, place);
        }
    }

    /** Null when there are not so many bytes. */
    private static ByteBuffer read(FileChannel channel, long at, int size) throws IOException {
        if (channel.size() - at < size) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                return null;
            }
        }
        return bytes.flip();
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
