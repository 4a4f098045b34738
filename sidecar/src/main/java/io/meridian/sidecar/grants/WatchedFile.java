package io.meridian.sidecar.grants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A file looked at again and again. A change counts once the file stays the same for a moment, so that one which is just
 * being written is not read by halves. For one thread, which may wait for that moment.
 */
public final class WatchedFile {
    private static final int LONGEST = 16 << 20;
    private static final long MOMENT_NS = 2_000_000L;

    private final Path path;
    private State looked;
    private byte[] content;
    private boolean first = true;

    public WatchedFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /** @param key tells it from another file of the same name; null: there is none */
    private record State(Object key, long size, FileTime modified) {
        static final State NONE = new State(null, 0, null);
    }

    /**
     * Looks.
     *
     * @return the new content, empty when there is no file; null when nothing changed since the last time
     * @throws IOException when it is there and cannot be read
     */
    public Optional<String> changed() throws IOException {
        State now = state();
        if (now.equals(looked)) {
            return null;
        }
        if (!first) {
            LockSupport.parkNanos(MOMENT_NS);
            if (!now.equals(state())) {
                return null;
            }
        }
        looked = now;
        byte[] read = read();
        if (!first && Arrays.equals(read, content)) {
            return null;
        }
        first = false;
        content = read;
        return read == null ? Optional.empty() : Optional.of(new String(read, StandardCharsets.UTF_8));
    }

    private State state() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new State(now.fileKey(), now.size(), now.lastModifiedTime());
        } catch (NoSuchFileException none) {
            return State.NONE;
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
