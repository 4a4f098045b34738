package io.meridian.sidecar.grants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file looked at again and again. A change counts once the file stayed the same from one look to the next, so that one
 * which is just being written is not read by halves. For one thread.
 */
public final class WatchedFile {
    private static final int LONGEST = 16 << 20;

    private final Path path;
    private Object looked = "never";
    private byte[] content;
    private boolean first = true;
    private boolean settled;

    public WatchedFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /**
     * Looks.
     *
     * @return the new content, empty when there is no file; null when nothing changed since the last time
     * @throws IOException when it is there and cannot be read
     */
    public Optional<String> changed() throws IOException {
        Object now = state();
        if (!now.equals(looked)) {
            looked = now;
            settled = false;
            if (!first) {
                return null;
            }
        } else if (settled) {
            return null;
        }
        settled = true;
        byte[] read = read();
        if (!first && Arrays.equals(read, content)) {
            return null;
        }
        first = false;
        content = read;
        return read == null ? Optional.empty() : Optional.of(new String(read, StandardCharsets.UTF_8));
    }

    private Object state() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return now.fileKey() + "/" + now.size() + "/" + now.lastModifiedTime();
        } catch (NoSuchFileException none) {
            return "none";
        }
    }

    private byte[] read() throws IOException {
        try {
            if (Files.size(path) > LONGEST) {
                throw new IOException("file=" + path + " is longer than " + LONGEST + " bytes");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException none) {
            return null;
        }
    }
}
