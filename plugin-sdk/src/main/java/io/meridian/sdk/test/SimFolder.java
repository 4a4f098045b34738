package io.meridian.sdk.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of one test, without folders in it. */
record SimFolder(Path path) {
    static SimFolder make() {
        try {
            return new SimFolder(Files.createTempDirectory("meridian-sim-"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for the test: " + e.getMessage(), e);
        }
    }

    void delete() {
        try (var files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove folder=" + path + ": " + e.getMessage(), e);
        }
    }
}
