package io.meridian.platform.author;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a project that the tool owns, with the checksum each had when the tool wrote it. One that an author has
 * changed since is his: it is not touched again.
 */
final class OwnedFiles {
    /** Where the checksums are. */
    static final String LIST = ".meridian/checksums";

    /** What became of a file. */
    enum Outcome {
        WRITTEN,
        UP_TO_DATE,
        /** The author changed it, so it was left alone. */
        CHANGED_BY_AUTHOR
    }

    private final Path project;
    private final Map<String, String> checksums = new TreeMap<>();

    OwnedFiles(Path project) {
        this.project = project;
        Path list = project.resolve(LIST);
        if (Files.exists(list)) {
            for (String line : lines(list)) {
                String[] fields = line.split(" ", 2);
                if (fields.length == 2 && !line.startsWith("#")) {
                    checksums.put(fields[1], fields[0]);
                }
            }
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read file=" + file + ": " + e.getMessage(), e);
        }
    }

    /** Brings a file up to date unless its author changed it. */
    Outcome write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        String wanted = checksum(text);
        if (Files.exists(file)) {
            String present = checksum(Files.readString(file));
            if (present.equals(wanted)) {
                checksums.put(name, wanted);
                return Outcome.UP_TO_DATE;
            }
            if (!present.equals(checksums.get(name))) {
                return Outcome.CHANGED_BY_AUTHOR;
            }
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        checksums.put(name, wanted);
        return Outcome.WRITTEN;
    }

    /** Remembers what was written. */
    void save() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# Files that 'meridian new --update' keeps up to date, as it wrote them last. One that you change is"
                + " yours.");
        checksums.forEach((name, checksum) -> lines.add(checksum + " " + name));
        Path list = project.resolve(LIST);
        Files.createDirectories(list.getParent());
        Files.write(list, lines);
    }

    private static String checksum(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
