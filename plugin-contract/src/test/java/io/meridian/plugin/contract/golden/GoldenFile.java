package io.meridian.plugin.contract.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files that pin what was written once. They are never changed: a new version of a schema gets a folder of its own, and the
 * old folders stay, for old messages stay readable. {@code -Dgolden.write=true} writes those that are missing.
 */
final class GoldenFile {
    private static final Path ROOT = Path.of("src/test/resources/golden");
    private static final int LINE = 64;

    private GoldenFile() {}

    static void assertSame(String file, String now) throws IOException {
        Path path = ROOT.resolve(file);
        if (!Files.exists(path)) {
            if (!Boolean.getBoolean("golden.write")) {
                fail(path + " is missing. If the message is new, run with -Dgolden.write=true and commit the file.");
            }
            Files.createDirectories(path.getParent());
            Files.writeString(path, now);
        }
        assertEquals(
                Files.readString(path),
                now,
                path + " no longer says what the code does. Others have written such messages: raise the version of the"
                        + " schema and add only at the end.");
    }

    static String hex(byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < hex.length(); i += LINE) {
            lines.append(hex, i, Math.min(hex.length(), i + LINE)).append('\n');
        }
        return lines.toString();
    }

    static byte[] bytes(String file) throws IOException {
        return HexFormat.of().parseHex(text(file).replace("\n", ""));
    }

    static String text(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    /** The files below a folder that end so, without the ending. */
    static List<String> list(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.map(file -> ROOT.relativize(file).toString())
                    .filter(file -> file.endsWith(ending))
                    .map(file -> file.substring(0, file.length() - ending.length()))
                    .sorted()
                    .toList();
        }
    }
}
