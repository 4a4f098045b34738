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
 * The one snapshot of a plugin: a header, then its bytes. For one thread, which may wait for the disk.
 *
 * <p>The header: a magic number, the plugin's format, when it was saved, the length, the SHA-256 of the bytes.
 */
public final class SnapshotStore {
    private static final long MAGIC = 0x3154_4150_534E_5353L;
    private static final int SHA = 32;
    private static final int HEADER = 8 + 4 + 4 + 8 + 8 + SHA;
    private static final int PIECE = 64 << 10;

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
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            readFully(channel, header);
            header.flip();
            long magic = header.getLong();
            int format = header.getInt();
            header.getInt();
            long savedNs = header.getLong();
            long bytes = header.getLong();
            byte[] sha = new byte[SHA];
            header.get(sha);
            if (magic != MAGIC || bytes < 0 || channel.size() != HEADER + bytes) {
                throw damaged("its header or length is wrong");
            }
            MessageDigest digest = sha256();
            for (long left = bytes; left > 0; ) {
                ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
                readFully(channel, piece);
                left -= piece.capacity();
                digest.update(piece.array());
                pieces.accept(piece.array());
            }
            if (!MessageDigest.isEqual(digest.digest(), sha)) {
                throw damaged("its bytes do not have the SHA-256 they were stored with");
            }
            return Optional.of(new Snapshot(savedNs, bytes, HexFormat.of().formatHex(sha), format));
        } catch (EOFException cut) {
            throw damaged("it is cut");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read file=" + file + ": " + e.getMessage(), e);
        }
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

    /** Forces the snapshot to disk and puts it in the place of the old one. */
    public Snapshot finish(int format, long nowNs) {
        append(new byte[0]);
        try {
            Snapshot stored = draft.finish(format, nowNs);
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

        Snapshot finish(int format, long nowNs) throws IOException {
            byte[] sha = digest.digest();
            channel.position(0);
            writeFully(ByteBuffer.allocate(HEADER)
                    .putLong(MAGIC)
                    .putInt(format)
                    .putInt(0)
                    .putLong(nowNs)
                    .putLong(bytes)
                    .put(sha)
                    .flip());
            channel.force(true);
            channel.close();
            return new Snapshot(nowNs, bytes, HexFormat.of().formatHex(sha), format);
        }

        private void writeFully(ByteBuffer bytesToWrite) throws IOException {
            while (bytesToWrite.hasRemaining()) {
                channel.write(bytesToWrite);
            }
        }

        void close() {
            try {
                channel.close();
            } catch (IOException alreadyBroken) {
                // It is given up anyway, and overwritten by the next one.
                return;
            }
        }
    }
}
