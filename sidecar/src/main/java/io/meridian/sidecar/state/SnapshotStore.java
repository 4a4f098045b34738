package io.meridian.sidecar.state;

import io.meridian.sidecar.file.WholeFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one snapshot of a plugin: a header, its bytes, and what it covers, which must never part. For one thread, which may
 * wait for the disk.
 *
 * <p>The header: a magic number, the plugin's format, the layout, when it was saved, the length, the SHA-256 of the bytes. At
 * the end: the length of the list of what it covers, the list, the SHA-256 of header and list. Layout 0 has no such end.
 */
public final class SnapshotStore {
    private static final long MAGIC = 0x3154_4150_534E_5353L;
    private static final int SHA = 32;
    private static final int HEADER = 8 + 4 + 4 + 8 + 8 + SHA;
    private static final int PIECE = 64 << 10;
    private static final int WITHOUT_COVERS = 0;
    private static final int WITH_COVERS = 1;
    private static final byte[] NOTHING = {};

    private final Path folder;
    private final Path file;
    private Draft draft;

    /** Uses {@code folder}, which it makes if it is missing. */
    public SnapshotStore(Path folder) {
        this.folder = folder;
        file = folder.resolve("snapshot");
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.deleteIfExists(half());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use folder=" + folder + ": " + e.getMessage(), e);
        }
    }

    private Path half() {
        return folder.resolve("snapshot.new");
    }

    /**
     * Reads the stored snapshot through and checks it.
     *
     * @throws DamagedStateException when it is not what was written
     */
    public Optional<Snapshot> verify() {
        return read(piece -> {});
    }

    /** As {@link #verify}, and hands over its bytes in pieces. */
    public Optional<Snapshot> read(Consumer<byte[]> pieces) {
        try (Reading reading = open()) {
            while (!reading.isDone()) {
                pieces.accept(reading.next());
            }
            return Optional.ofNullable(reading.snapshot());
        }
    }

    /**
     * Begins to read the stored snapshot, which it goes on with though another one is stored meanwhile.
     *
     * @throws DamagedStateException when its beginning is not what was written
     */
    public Reading open() {
        return new Reading();
    }

    /** Reads the snapshot piece by piece. */
    public final class Reading implements AutoCloseable {
        private final FileChannel channel;
        private final ByteBuffer header = ByteBuffer.allocate(HEADER);
        private final MessageDigest digest = sha256();
        private final byte[] sha = new byte[SHA];
        private int format;
        private int layout;
        private long savedNs;
        private long bytes;
        private long left;
        private Snapshot snapshot;
        private boolean done;

        private Reading() {
            if (!Files.exists(file)) {
                channel = null;
                done = true;
                return;
            }
            FileChannel opened = null;
            try {
                opened = FileChannel.open(file, StandardOpenOption.READ);
                channel = opened;
                readHeader();
            } catch (IOException | DamagedStateException e) {
                SnapshotStore.close(opened);
                throw failure(e);
            }
        }

        private void readHeader() throws IOException {
            readFully(channel, header);
            header.flip();
            long magic = header.getLong();
            format = header.getInt();
            layout = header.getInt();
            savedNs = header.getLong();
            bytes = header.getLong();
            header.get(sha);
            if (magic != MAGIC || bytes < 0 || channel.size() - HEADER < bytes) {
                throw damaged("its header or length is wrong");
            }
            if (layout != WITHOUT_COVERS && layout != WITH_COVERS) {
                throw damaged("layout=" + layout + " is not known here; a newer release may have written it");
            }
            left = bytes;
        }

        /** Whether all was read, and found to be what was written; also when there is no snapshot. */
        public boolean isDone() {
            return done;
        }

        /**
         * The next piece. With the last of them all is checked.
         *
         * @throws DamagedStateException when it is not what was written
         */
        public byte[] next() {
            try {
                ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
                readFully(channel, piece);
                left -= piece.capacity();
                digest.update(piece.array());
                if (left == 0) {
                    finish();
                }
                return piece.array();
            } catch (IOException e) {
                throw failure(e);
            }
        }

        private void finish() throws IOException {
            if (!MessageDigest.isEqual(digest.digest(), sha)) {
                throw damaged("its bytes do not have the SHA-256 they were stored with");
            }
            byte[] covers = layout == WITHOUT_COVERS ? NOTHING : covers(channel, header);
            if (channel.position() != channel.size()) {
                throw damaged("there is more in it than was written");
            }
            snapshot = new Snapshot(savedNs, bytes, HexFormat.of().formatHex(sha), format, covers);
            done = true;
        }

        /** What was read, once it is done; null when there is none. */
        public Snapshot snapshot() {
            return snapshot;
        }

        /** The plugin's version of what it wrote. */
        public int format() {
            return format;
        }

        @Override
        public void close() {
            SnapshotStore.close(channel);
        }
    }

    private RuntimeException failure(Exception e) {
        return switch (e) {
            case EOFException cut -> damaged("it is cut");
            case IOException failed ->
                new UncheckedIOException("cannot read file=" + file + ": " + failed.getMessage(), failed);
            default -> (RuntimeException) e;
        };
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException alreadyBroken) {
            // It is read, or given up and overwritten by the next one.
            return;
        }
    }

    private byte[] covers(FileChannel channel, ByteBuffer header) throws IOException {
        ByteBuffer number = ByteBuffer.allocate(4);
        readFully(channel, number);
        int length = number.getInt(0);
        if (length < 0 || channel.size() - channel.position() != length + (long) SHA) {
            throw damaged("its length is wrong");
        }
        ByteBuffer covers = ByteBuffer.allocate(length);
        ByteBuffer sha = ByteBuffer.allocate(SHA);
        readFully(channel, covers);
        readFully(channel, sha);
        if (!MessageDigest.isEqual(endSha(header.array(), covers.array()), sha.array())) {
            throw damaged("its header or its end does not have the SHA-256 it was stored with");
        }
        return covers.array();
    }

    private static byte[] endSha(byte[] header, byte[] covers) {
        MessageDigest digest = sha256();
        digest.update(header);
        return digest.digest(covers);
    }

    private DamagedStateException damaged(String what) {
        return new DamagedStateException("file=" + file + " is damaged: " + what
                + ". Put a good copy in its place, or remove it to let the plugin begin without state; messages that"
                + " the lost state covered do not come again by themselves.");
    }

    private static void readFully(FileChannel channel, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into) < 0) {
                throw new EOFException();
            }
        }
    }

    /** Adds a piece to the snapshot that is being written; begins one when there is none. */
    public void append(byte[] piece) {
        try {
            if (draft == null) {
                draft = new Draft(half());
            }
            draft.append(piece);
        } catch (IOException e) {
            abandon();
            throw new UncheckedIOException("cannot write file=" + half() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Forces the snapshot to disk and puts it in the place of the old one.
     *
     * @param covers which messages it holds the effect of; given back with it
     */
    public Snapshot finish(int format, long nowNs, byte[] covers) {
        append(new byte[0]);
        try {
            Snapshot stored = draft.finish(format, nowNs, covers);
            draft = null;
            WholeFile.renameForced(half(), file);
            return stored;
        } catch (IOException e) {
            abandon();
            throw new UncheckedIOException("cannot store file=" + file + ": " + e.getMessage(), e);
        }
    }

    /** Gives up what was written of a new one; the old one stays. */
    public void abandon() {
        if (draft != null) {
            draft.close();
            draft = null;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("every Java platform has SHA-256", never);
        }
    }

    private static final class Draft {
        private final FileChannel channel;
        private final MessageDigest digest = sha256();
        private long bytes;

        Draft(Path path) throws IOException {
            channel = WholeFile.create(path);
            channel.position(HEADER);
        }

        void append(byte[] piece) throws IOException {
            writeFully(ByteBuffer.wrap(piece));
            digest.update(piece);
            bytes += piece.length;
        }

        Snapshot finish(int format, long nowNs, byte[] covers) throws IOException {
            byte[] sha = digest.digest();
            ByteBuffer header = ByteBuffer.allocate(HEADER)
                    .putLong(MAGIC)
                    .putInt(format)
                    .putInt(WITH_COVERS)
                    .putLong(nowNs)
                    .putLong(bytes)
                    .put(sha)
                    .flip();
            writeFully(ByteBuffer.allocate(4).putInt(0, covers.length));
            writeFully(ByteBuffer.wrap(covers));
            writeFully(ByteBuffer.wrap(endSha(header.array(), covers)));
            channel.position(0);
            writeFully(header);
            channel.force(true);
            channel.close();
            return new Snapshot(nowNs, bytes, HexFormat.of().formatHex(sha), format, covers);
        }

        private void writeFully(ByteBuffer bytesToWrite) throws IOException {
            while (bytesToWrite.hasRemaining()) {
                channel.write(bytesToWrite);
            }
        }

        void close() {
            SnapshotStore.close(channel);
        }
    }
}
