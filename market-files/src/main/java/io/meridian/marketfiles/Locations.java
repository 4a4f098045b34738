package io.meridian.marketfiles;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Which files somebody means. */
final class Locations {
    static final String PARQUET = ".parquet";
    private static final List<String> ENDINGS = List.of(".csv", ".csv.gz", PARQUET);
    private static final String EXPECTED = "expected a name that ends in one of " + ENDINGS;

    private Locations() {}

    /**
     * In order of their names.
     *
     * @param location a file, a folder, or a pattern for names of files in one folder, such as {@code data/2026-*.csv}
     */
    static List<Path> find(String location) {
        Path path;
        try {
            path = Path.of(location).toAbsolutePath();
        } catch (InvalidPathException failure) {
            throw new MarketDataException("location=" + location + " is no path: " + failure.getReason(), failure);
        }
        if (Files.isRegularFile(path)) {
            requireEnding(path);
            return List.of(path);
        }
        boolean folder = Files.isDirectory(path);
        if (!folder && !location.matches(".*[*?\\[{].*")) {
            throw new MarketDataException(
                    "location=" + path + " is not there: expected a file, a folder, or a pattern");
        }
        List<Path> found = folder
                ? list(path, "*")
                : list(path.getParent(), path.getFileName().toString());
        if (found.isEmpty()) {
            throw new MarketDataException("location=" + path + " has nothing to read: " + EXPECTED);
        }
        return found;
    }

    private static List<Path> list(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            for (Path file : files) {
                if (Files.isRegularFile(file) && isMarketData(file)) {
                    found.add(file);
                }
            }
        } catch (IOException | PatternSyntaxException failure) {
            throw new MarketDataException(
                    "location=" + folder.resolve(pattern) + " cannot be read: " + failure, failure);
        }
        found.sort(null);
        return found;
    }

    static void requireEnding(Path path) {
        if (!isMarketData(path)) {
            throw new MarketDataException("file=" + path + ": " + EXPECTED);
        }
    }

    private static boolean isMarketData(Path path) {
        return ENDINGS.stream().anyMatch(path.toString()::endsWith);
    }

    static boolean isParquet(Path path) {
        return path.toString().endsWith(PARQUET);
    }

    /** A file's name without its ending. */
    static String stem(Path path) {
        String name = path.getFileName().toString();
        for (String ending : ENDINGS) {
            if (name.endsWith(ending)) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return name;
    }
}
