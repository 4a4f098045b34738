package io.meridian.ui.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Finds the files of the pages: in a folder while somebody writes them, else on the class path, each with the compressed ones that the build put beside
 * it. Names that are no plain path are not looked for.
 */
public final class PageFiles {
    /** Where the build puts them. */
    public static final String RESOURCES = "io/meridian/ui/web/";

    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]{0,120}/){0,6}[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}");
    /** The build writes a checksum of the content into these names, so what is behind one never changes. */
    private static final Pattern HASHED = Pattern.compile("assets/.*-[A-Za-z0-9_-]{8}\\.[a-z0-9]+");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("webmanifest", "application/manifest+json"));

    private final Path folder;
    private final Map<String, Optional<PageFile>> known = new ConcurrentHashMap<>();

    /**
     * One file, ready to be given out.
     *
     * @param encoding what {@code bytes} are compressed with; empty: nothing
     * @param lasting whether what is behind this name never changes
     */
    public record PageFile(byte[] bytes, String type, String encoding, String tag, boolean lasting) {}

    /** @param folder null: those that were built in */
    public PageFiles(Path folder) {
        this.folder = folder;
    }

    /** Whether there are pages at all. */
    public boolean areThere() {
        return find("index.html", "").isPresent();
    }

    /** @param accepted the encodings that the browser takes, as its header says */
    public Optional<PageFile> find(String name, String accepted) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        for (String encoding : new String[] {"br", "gzip"}) {
            if (accepts(accepted, encoding)) {
                Optional<PageFile> compressed = load(name, encoding);
                if (compressed.isPresent()) {
                    return compressed;
                }
            }
        }
        return load(name, "");
    }

    private static boolean accepts(String accepted, String encoding) {
        for (String each : accepted.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = each.strip().split(";");
            if (parts[0].strip().equals(encoding)) {
                return parts.length < 2 || !parts[1].strip().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private Optional<PageFile> load(String name, String encoding) {
        String file = switch (encoding) {
            case "br" -> name + ".br";
            case "gzip" -> name + ".gz";
            default -> name;
        };
        // Somebody writes them: they change. Of what was built in, there are only so many that exist; others are not
        // kept.
        if (folder != null) {
            return read(file).map(bytes -> pageFile(name, encoding, bytes));
        }
        Optional<PageFile> found = known.get(file);
        if (found == null) {
            found = read(file).map(bytes -> pageFile(name, encoding, bytes));
            if (found.isPresent()) {
                known.put(file, found);
            }
        }
        return found;
    }

    private Optional<byte[]> read(String file) {
        try {
            if (folder != null) {
                Path path = folder.resolve(file);
                return Files.isRegularFile(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
            }
            try (InputStream in = PageFiles.class.getClassLoader().getResourceAsStream(RESOURCES + file)) {
                return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + file + " of the pages cannot be read: " + e.getMessage(), e);
        }
    }

    private static PageFile pageFile(String name, String encoding, byte[] bytes) {
        String end = name.substring(name.lastIndexOf('.') + 1);
        return new PageFile(
                bytes,
                TYPES.getOrDefault(end, "application/octet-stream"),
                encoding,
                "\"" + tag(bytes) + "\"",
                HASHED.matcher(name).matches());
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
