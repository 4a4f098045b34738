package io.meridian.bus.aeron;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock on a file that the operating system gives back when its holder dies. The holder's process id is written
 * beside it.
 */
final class PathLock implements AutoCloseable {
    /**
     * A second channel to a locked file would, on closing, give up the lock of the first: so it is never opened.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private PathLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Nothing if somebody holds it. */
    static Optional<PathLock> tryLock(Path file) throws IOException {
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            if (!locked) {
                return Optional.empty();
            }
            Files.write(
                    holderFile(file),
                    Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
            return Optional.of(new PathLock(file, channel));
        } finally {
            if (!locked) {
                HELD.remove(file);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    /** Says who holds the lock, for a message. */
    static String holder(Path file) {
        if (HELD.contains(file)) {
            return "this process";
        }
        try {
            return "process " + Files.readString(holderFile(file)).strip();
        } catch (IOException e) {
            return "another process";
        }
    }

    private static Path holderFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pid");
    }

    @Override
    public void close() {
        if (channel.isOpen()) {
            try {
                Files.deleteIfExists(holderFile(file));
                channel.close();
            } catch (IOException e) {
                // The operating system gives it back at the latest when the process ends.
                assert !channel.isOpen() : e;
            } finally {
                HELD.remove(file);
            }
        }
    }
}
