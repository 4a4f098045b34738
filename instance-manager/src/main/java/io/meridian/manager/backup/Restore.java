package io.meridian.manager.backup;

import io.meridian.manager.Manager;
import io.meridian.manager.db.Database;
import io.meridian.manager.db.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts a backup in the place of a manager's database. */
public final class Restore {
    private static final String DATABASE = "manager.db";
    private static final List<String> COUNTED =
            List.of("account", "plugin_version", "instance", "grant_rule", "kill", "act");

    private Restore() {}

    /**
     * What is in a backup.
     *
     * @param rows how many of what
     * @param missingArtifacts versions whose artifact is not where it was
     */
    public record Found(Map<String, Long> rows, List<String> missingArtifacts) {}

    /**
     * Looks, and changes nothing: at a copy, since it is brought forward to this release.
     *
     * @throws IllegalStateException when it is no backup, or of a newer release
     */
    public static Found look(Path backup) {
        try {
            Path copy = Files.createTempFile("meridian-restore-", ".db");
            try {
                Files.copy(backup, copy, StandardCopyOption.REPLACE_EXISTING);
                return read(copy);
            } finally {
                for (String suffix : List.of("", "-wal", "-shm")) {
                    Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + suffix));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the backup " + backup + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Found read(Path file) {
        try (Database database = Database.open(DatabaseAddress.file(file))) {
            Map<String, Long> rows = new TreeMap<>();
            for (String table : COUNTED) {
                rows.put(
                        table,
                        database.read(found -> found.first(row -> row.getLong(1), "SELECT COUNT(*) FROM " + table)
                                .orElse(0L)));
            }
            List<String> missing = database
                    .read(found -> found.all(
                            row -> new String[] {row.getString(1) + " " + row.getString(2), row.getString(3)},
                            "SELECT plugin, version, location FROM plugin_version WHERE kind <> 'IMAGE' ORDER BY"
                                    + " plugin, version"))
                    .stream()
                    .filter(version -> !Files.isDirectory(Path.of(version[1])))
                    .map(version -> version[0])
                    .toList();
            return new Found(rows, missing);
        }
    }

    /**
     * Puts it in place.
     *
     * @throws IllegalStateException when a manager runs there, or it is no backup
     */
    public static Found put(Path backup, Path managerFolder) {
        Found found = look(backup);
        try (AutoCloseable lock = Manager.lock(managerFolder)) {
            Path database = managerFolder.resolve(DATABASE);
            Path fresh = managerFolder.resolve(DATABASE + ".restored");
            Files.copy(backup, fresh, StandardCopyOption.REPLACE_EXISTING);
            for (String suffix : List.of("", "-wal", "-shm")) {
                Path present = managerFolder.resolve(DATABASE + suffix);
                if (lock != null && Files.exists(present)) {
                    Files.move(
                            present,
                            managerFolder.resolve(DATABASE + ".before-restore" + suffix),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(fresh, database, StandardCopyOption.ATOMIC_MOVE);
            return found;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the backup cannot be put into " + managerFolder + ": " + e.getMessage(), e);
        }
    }
}
