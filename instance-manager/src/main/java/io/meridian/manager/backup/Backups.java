package io.meridian.manager.backup;

import io.meridian.manager.account.Person;
import io.meridian.manager.act.Acts;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.db.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The backups of one manager: whole copies of its database, made while it works. The key of the secrets is not among them. */
public final class Backups {
    private static final String PREFIX = "manager-";
    private static final String SUFFIX = ".db";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Database database;
    private final Acts acts;
    private final InstantSource clock;
    private final Path folder;
    private final int kept;

    /** One that is there. */
    public record Backup(String name, Path file, long bytes, Instant at) {}

    /** @param kept so many are there at most; the oldest go */
    public Backups(Database database, Acts acts, InstantSource clock, Path folder, int kept) {
        this.database = database;
        this.acts = acts;
        this.clock = clock;
        this.folder = folder;
        this.kept = kept;
    }

    /** Makes one. */
    public synchronized Backup create(Person by) {
        if (!database.address().isFile()) {
            throw Refusal.conflict("The manager's database is on a server: back it up there, with pg_dump.");
        }
        String name = PREFIX + NAME.format(clock.instant()) + SUFFIX;
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path draft = folder.resolve(name + ".new");
            Files.deleteIfExists(draft);
            database.copyTo(draft.toString());
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
            Files.move(draft, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            acts.note(by, "backup.create", name, null, null, "");
            List<Backup> all = list();
            for (Backup old : all.subList(Math.min(kept, all.size()), all.size())) {
                Files.deleteIfExists(old.file());
            }
            return all.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the backup " + folder.resolve(name) + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Makes one when the latest is older than this. */
    public void tend(Duration every) {
        List<Backup> all = list();
        if (database.address().isFile()
                && (all.isEmpty() || all.getFirst().at().plus(every).isBefore(clock.instant()))) {
            create(Person.MANAGER);
        }
    }

    /** Those there are, the latest first. */
    public List<Backup> list() {
        return list(folder);
    }

    /** Those in a folder, the latest first. */
    public static List<Backup> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
                    })
                    .map(Backups::read)
                    .sorted(Comparator.comparing(Backup::name).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Backup read(Path file) {
        try {
            return new Backup(
                    file.getFileName().toString(),
                    file,
                    Files.size(file),
                    Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
