package io.meridian.platform.manager;

import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** The logins of this user at one manager: a file each, that nobody else may read. */
final class Logins {
    private final Path folder;

    private Logins(Path folder) {
        this.folder = folder;
    }

    static Logins of(URI manager) {
        String home = System.getenv("XDG_CONFIG_HOME");
        Path config =
                home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(home);
        return new Logins(
                config.resolve("meridian").resolve("logins").resolve(manager.getHost() + "-" + manager.getPort()));
    }

    /** Of an account, or the last one for null; null when there is none. */
    Path find(String account) {
        if (account != null) {
            Path file = folder.resolve(account);
            return Files.exists(file) ? file : null;
        }
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.max(Comparator.comparing(Logins::changed)).orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    void keep(String account, String token) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        WholeFile.write(folder.resolve(account), token + "\n");
    }

    void forget(String account) throws IOException {
        Files.deleteIfExists(folder.resolve(account));
    }
}
