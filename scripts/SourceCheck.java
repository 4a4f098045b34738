import static java.nio.charset.StandardCharsets.UTF_8;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Checks the shape of every Java source in the repository: formatted, not too long, and each package explained by a
 * {@code package-info.java}; and that no other text has the marks of a merge left in it. With {@code write} it formats instead of complaining about the format.
 *
 * <p>The build runs this file with the project's own JDK, because a formatter parses with the compiler of the JDK it
 * runs on and Maven may run on an older one. Sources that passed are remembered by hash under {@code target}, so a run
 * with nothing new reads files and does no more.
 */
final class SourceCheck {
    private static final int MAX_LINES = 450;
    private static final Set<String> TEXTS =
            Set.of("java", "md", "sh", "xml", "yaml", "yml", "proto", "sql", "properties", "py");
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "node_modules", "build");

    private final Path root;
    private final boolean write;
    private final Set<String> passedBefore;
    private final Set<String> passed = new TreeSet<>();
    private final List<String> complaints = new ArrayList<>();
    private boolean wrongFormat;
    private Formatter formatter;

    private SourceCheck(Path root, boolean write, Set<String> passedBefore) {
        this.root = root;
        this.write = write;
        this.passedBefore = passedBefore;
    }

    public static void main(String[] args) throws IOException {
        boolean write = args.length > 1 && args[1].equals("write");
        if (args.length != 3 || !(write || args[1].equals("check"))) {
            throw new IllegalArgumentException("usage: SourceCheck ROOT check|write FOLDER,FOLDER,...");
        }
        Path root = Path.of(args[0]).toAbsolutePath().normalize();
        List<Path> folders = Stream.of(args[2].split(","))
                .map(root::resolve)
                .map(Path::normalize)
                .toList();
        Path memory = root.resolve("target").resolve("source-check.passed");
        Set<String> passedBefore = Files.exists(memory) ? new HashSet<>(Files.readAllLines(memory)) : Set.of();

        SourceCheck check = new SourceCheck(root, write, passedBefore);
        for (Path file : files(root)) {
            if (!file.toString().endsWith(".java")) {
                check.checkMerged(file);
            } else if (folders.stream().anyMatch(file::startsWith)) {
                check.check(file);
            } else {
                check.keep(file);
            }
        }
        Files.createDirectories(memory.getParent());
        Files.write(memory, check.passed);
        check.report(root.resolve("target").resolve("source-check.failed"));
    }

    private static List<Path> files(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean skipped = !folder.equals(root) && (SKIPPED_FOLDERS.contains(name) || name.startsWith("."));
                // A folder of the source tree may be called "build" or "target"; only the ones outside it are skipped.
                return skipped && !root.relativize(folder).toString().contains("src")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (TEXTS.contains(ending(file))) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private void checkMerged(Path file) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file, UTF_8)) {
            number++;
            if (line.startsWith("<<<<<<< ") || line.startsWith(">>>>>>> ")) {
                complaints.add(
                        root.relativize(file) + ":" + number + ": a merge left its mark here; decide what stays");
            }
        }
    }

    /** Remembers a file that was left out of this run, if it passed before. */
    private void keep(Path file) throws IOException {
        String key = key(root.relativize(file).toString(), Files.readString(file, UTF_8));
        if (passedBefore.contains(key)) {
            passed.add(key);
        }
    }

    private void check(Path file) throws IOException {
        String name = root.relativize(file).toString();
        if (name.contains("src/main/java") && !Files.exists(file.resolveSibling("package-info.java"))) {
            complaints.add(name + ": its package has no package-info.java; add one that says what lives there");
        }
        String source = Files.readString(file, UTF_8);
        String key = key(name, source);
        if (passedBefore.contains(key)) {
            passed.add(key);
        } else {
            source = format(file, name, source);
        }
        long lines = source.lines().count();
        if (lines > MAX_LINES) {
            complaints.add(name + ": " + lines + " lines, at most " + MAX_LINES + "; split it by subject");
        }
    }

    private String format(Path file, String name, String source) throws IOException {
        String formatted;
        try {
            formatted = formatter().formatSourceAndFixImports(source);
        } catch (FormatterException e) {
            complaints.add(name + ": cannot be parsed: " + e.getMessage() + hint(e.getMessage()));
            return source;
        }
        if (!formatted.equals(source)) {
            if (!write) {
                wrongFormat = true;
                complaints.add(name + ":" + firstDifference(source, formatted) + ": not formatted");
                return source;
            }
            Files.writeString(file, formatted, UTF_8);
            System.out.println("formatted " + name);
        }
        passed.add(key(name, formatted));
        return formatted;
    }

    /** The formatter does not know two pieces of Java 25 yet; both have a plain spelling it does know. */
    private static String hint(String message) {
        if (message.contains("expected token: '_'")) {
            return " (inside a record pattern write `var _` for `_`)";
        }
        return message.contains("expected token: 'module'") ? " (import the classes, not the module)" : "";
    }

    private static int firstDifference(String source, String formatted) {
        String[] before = source.split("\n", -1);
        String[] after = formatted.split("\n", -1);
        int line = 0;
        while (line < before.length && line < after.length && before[line].equals(after[line])) {
            line++;
        }
        return line + 1;
    }

    private Formatter formatter() {
        if (formatter == null) {
            formatter = Formatter.createFormatter(
                    JavaFormatterOptions.builder().style(Style.PALANTIR).build());
        }
        return formatter;
    }

    private static String key(String name, String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest) + " " + name;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Leaves a file behind when there is something to complain of; the build fails on it with a short message. */
    private void report(Path failed) throws IOException {
        if (complaints.isEmpty()) {
            Files.deleteIfExists(failed);
            return;
        }
        Files.write(failed, complaints);
        System.out.println("Source check failed:");
        complaints.forEach(complaint -> System.out.println("  " + complaint));
        if (wrongFormat) {
            System.out.println("Run ./format.sh to format, or pass -Dformat.skip to leave this check out.");
        }
    }
}
