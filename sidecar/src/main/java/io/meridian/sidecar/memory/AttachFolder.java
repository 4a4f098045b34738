package io.meridian.sidecar.memory;

import io.meridian.sidecar.file.AttachPlace;
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

/** The folder of one sidecar, and the place where its plugin finds the way in. They belong to one user, and to one sidecar at a time. */
public final class AttachFolder implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final AttachPlace place;
    private final FileChannel lockFile;
    private final FileLock lock;

    private AttachFolder(AttachPlace place, FileChannel lockFile, FileLock lock) {
        this.place = place;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Makes the folders if they are missing and takes them.
     *
     * @param path the sidecar's own
     * @param place where the plugin finds the way in
     *
     * @throws IllegalStateException when another sidecar has it
     * @throws UncheckedIOException when it cannot be made or written
     */
    public static AttachFolder take(Path path, AttachPlace place) {
        try {
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.setPosixFilePermissions(path, OWNER_ONLY);
            place.make();
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
            return new AttachFolder(place, channel, lock);
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

    /** Whether the plugin sees another folder than the sidecar, and may be in another world. */
    boolean isApart() {
        return place.isApart();
    }

    /** Where the file of the next attach is made, unseen. */
    Path ringInTheMaking() {
        return place.folder().resolve("attach.ring.new");
    }

    /** Shows the file, whole, to whoever wants to attach. */
    void showRing() {
        try {
            place.open(ringInTheMaking());
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
        return place.folder().resolve("attach.ring");
    }

    /** Writes the token that lets the next plugin in. */
    public void writeToken(String token) {
        try {
            place.write("token", token);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the token to folder=" + place.folder() + ": " + e.getMessage(), e);
        }
    }

    /** Takes the token away, since nobody is let in for now. */
    public void removeToken() {
        remove(place.folder().resolve("token"));
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
            throw new UncheckedIOException(
                    "cannot let go of the sidecar's folder beside " + place.folder() + ": " + e.getMessage(), e);
        }
    }
}
