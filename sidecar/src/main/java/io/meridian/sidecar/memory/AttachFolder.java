package io.meridian.sidecar.memory;

import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The folder of one sidecar. It belongs to one user, and to one sidecar at a time. */
public final class AttachFolder implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private AttachFolder(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is missing and takes it.
     *
     * @throws IllegalStateException when another sidecar has it
     * @throws UncheckedIOException when it cannot be made or written
     */
    public static AttachFolder take(Path path) {
        try {
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.setPosixFilePermissions(path, OWNER_ONLY);
            FileChannel channel = FileChannel.open(
                    path.resolve("sidecar.lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    OWNER_FILE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new IllegalStateException("folder=" + path
                        + " belongs to a sidecar that runs. Stop that one, or give this one another sidecar.dir.");
            }
            return new AttachFolder(path, channel, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the sidecar's folder=" + path + ": " + e.getMessage(), e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }

    public Path path() {
        return path;
    }

    /** Where the file of the next attach is made, unseen. */
    Path ringInTheMaking() {
        return path.resolve("attach.ring.new");
    }

    /** Shows the file, whole, to whoever wants to attach. */
    void showRing() {
        try {
            WholeFile.rename(ringInTheMaking(), ring());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make file=" + ring() + ": " + e.getMessage(), e);
        }
    }

    /** Takes its name away; who has it open keeps it. */
    void removeRing() {
        remove(ring());
    }

    private Path ring() {
        return path.resolve("attach.ring");
    }

    /** Writes the token that lets the next plugin in. */
    public void writeToken(String token) {
        write("token", token);
    }

    /** Takes the token away, since nobody is let in for now. */
    public void removeToken() {
        remove(path.resolve("token"));
    }

    /** Puts a small file in place, whole or not at all. */
    public void write(String name, String text) {
        Path file = path.resolve(name);
        try {
            WholeFile.write(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write file=" + file + ": " + e.getMessage(), e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove file=" + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        removeToken();
        remove(ring());
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot let go of the sidecar's folder=" + path + ": " + e.getMessage(), e);
        }
    }
}
