package io.meridian.manager.basis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders with all that is in them. */
public final class FolderTree {
    private FolderTree() {}

    /** Removes one. A link in it is removed, and not what it leads to. Without a folder there is nothing to do. */
    public static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException none) {
            // Never made, or moved to where it belongs.
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
