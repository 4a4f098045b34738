package io.meridian.sidecar.state;

import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The named subscriptions that were opened here, so that their bus keeps a place for them. In a file, a name a line; a new
 * name is rare.
 */
public final class OpenedNames {
    private final Path file;
    private final Set<String> names = new TreeSet<>();

    /** Reads what is kept in {@code folder}, which exists. */
    public OpenedNames(Path folder) {
        file = folder.resolve("subscriptions");
        try {
            if (Files.exists(file)) {
                names.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read file=" + file + ": " + e.getMessage(), e);
        }
    }

    public boolean contains(String name) {
        return names.contains(name);
    }

    /** It is open. */
    public void add(String name) {
        if (names.add(name)) {
            try {
                WholeFile.write(file, String.join("\n", names) + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write file=" + file + ": " + e.getMessage(), e);
            }
        }
    }
}
