package io.meridian.sidecar.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The folder where a plugin finds the way in. It is the sidecar's own, or one apart: then its group may use what is in it, and change nothing.
 *
 * @param isApart whether it is another folder than the sidecar's own
 */
public record AttachPlace(Path folder, boolean isApart) {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> READERS = PosixFilePermissions.fromString("rw-r-----");
    private static final Set<PosixFilePermission> USERS = PosixFilePermissions.fromString("rw-rw----");
    private static final Set<PosixFilePermission> GROUP_FOLDER = PosixFilePermissions.fromString("rwxr-x---");

    /** The sidecar's own folder. */
    public static AttachPlace in(Path sidecar) {
        return new AttachPlace(sidecar, false);
    }

    /** Makes it if it is missing, and keeps strangers out. */
    public void make() throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
        Files.setPosixFilePermissions(folder, isApart ? GROUP_FOLDER : OWNER_FOLDER);
    }

    /** Puts a small file in place that the plugin may read. */
    public void write(String name, String text) throws IOException {
        WholeFile.write(folder.resolve(name), text, isApart ? READERS : OWNER);
    }

    /** Lets the plugin use a socket, or memory that both map. */
    public void open(Path file) throws IOException {
        Files.setPosixFilePermissions(file, isApart ? USERS : OWNER);
    }
}
