package io.meridian.manager.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps logs from growing for ever. The process that writes has the file open, so its content is copied aside and the file made empty; a few lines that
 * come in between may be lost.
 */
public final class LogRotation {
    private static final int KEPT = 3;

    private final long largest;

    /** @param largest in bytes; a log that is larger is put aside */
    public LogRotation(long largest) {
        this.largest = largest;
    }

    /** Puts a log aside when it is too large. */
    public void look(Path log) {
        try {
            if (Files.size(log) <= largest) {
                return;
            }
            for (int i = KEPT - 1; i >= 1; i--) {
                Path older = aside(log, i);
                if (Files.exists(older)) {
                    Files.move(older, aside(log, i + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.copy(log, aside(log, 1), StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        } catch (NoSuchFileException none) {
            // It has not said anything yet.
        } catch (IOException e) {
            throw new UncheckedIOException("the log " + log + " cannot be put aside: " + e.getMessage(), e);
        }
    }

    private static Path aside(Path log, int number) {
        return log.resolveSibling(log.getFileName() + "." + number);
    }
}
