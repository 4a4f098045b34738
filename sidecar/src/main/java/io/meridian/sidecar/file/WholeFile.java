package io.meridian.sidecar.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Puts files in place whole or not at all: written beside their place, then renamed. Only their owner may read them. What root writes into
 * a folder of somebody else belongs to whom the folder belongs, since it is written for them.
 */
public final class WholeFile {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final String USER = "unix:uid";
    private static final Integer ROOT = 0;

    private WholeFile() {}

    /** Writes a small file. Whoever reads it sees the old text or the new, also when this process is killed meanwhile. */
    public static void write(Path file, String text) throws IOException {
        Path fresh = fresh(file);
        writeFresh(fresh, text, false);
        rename(fresh, file);
    }

    /** As {@link #write(Path, String)}, for a file that others than its owner may read, too. */
    public static void write(Path file, String text, Set<PosixFilePermission> permissions) throws IOException {
        Path fresh = fresh(file);
        writeFresh(fresh, text, false);
        Files.setPosixFilePermissions(fresh, permissions);
        rename(fresh, file);
    }

    /** As {@link #write}; once it returns, the text is on the disk. */
    public static void writeForced(Path file, String text) throws IOException {
        Path fresh = fresh(file);
        writeFresh(fresh, text, true);
        renameForced(fresh, file);
    }

    /** Puts a file that was written elsewhere in the same folder in its place. */
    public static void rename(Path fresh, Path file) throws IOException {
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** As {@link #rename}; once it returns, the new name is on the disk. What is in the file must be already. */
    public static void renameForced(Path fresh, Path file) throws IOException {
        rename(fresh, file);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Makes a new file, in the place of what an interrupted write may have left, and opens it for writing. */
    public static FileChannel create(Path fresh) throws IOException {
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OWNER_ONLY);
        Object owner = Files.getAttribute(fresh.toAbsolutePath().getParent(), USER);
        if (!ROOT.equals(owner) && ROOT.equals(Files.getAttribute(fresh, USER))) {
            Files.setAttribute(fresh, USER, owner);
        }
        return FileChannel.open(fresh, StandardOpenOption.WRITE);
    }

    private static Path fresh(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private static void writeFresh(Path fresh, String text, boolean forced) throws IOException {
        try (FileChannel channel = create(fresh)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (forced) {
                channel.force(true);
            }
        }
    }
}
