package io.meridian.platform.backtest;

import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The folder of finished runs, a file each: those of its owner alone, and no more than so many. A file is named by when its run ended and by what
 * is in it, so that two runs that end at once are two files.
 */
final class KeptRuns {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern FILE = Pattern.compile("\\d{8}-\\d{6}-\\d{3}-[0-9a-f]{8}\\.json");

    private final Path folder;
    private final int most;

    /** @param most of the newest that stay */
    KeptRuns(Path folder, int most) {
        this.folder = folder;
        this.most = most;
    }

    /** Keeps a run, and removes what is then too much. Returns its name. */
    String keep(Instant ended, String report) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        CRC32 content = new CRC32();
        content.update(report.getBytes(StandardCharsets.UTF_8));
        String name = NAME.format(ended) + String.format(Locale.ROOT, "-%08x", content.getValue());
        WholeFile.write(folder.resolve(name + ".json"), report);
        removeOldest();
        return name;
    }

    private void removeOldest() throws IOException {
        List<Path> tooMany;
        try (Stream<Path> files = Files.list(folder)) {
            tooMany = files.filter(
                            file -> FILE.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.reverseOrder())
                    .skip(most)
                    .toList();
        }
        for (Path file : tooMany) {
            // Another run that ended may be removing the same.
            Files.deleteIfExists(file);
        }
    }
}
