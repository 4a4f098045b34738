package io.meridian.bus.setting;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A file of {@code name=value} lines in UTF-8. Blank lines and lines that start with {@code #} are skipped; spaces
 * around name and value are dropped; there are no quotes, escapes or continued lines.
 */
final class SettingsFile {
    private static final int MAX_BYTES = 1 << 20;
    /** What may be printed as a name. Anything else may be a piece of a key that was pasted over several lines. */
    private static final Pattern NAME_OR_VARIABLE = Pattern.compile("[a-z0-9._-]{1,100}|[A-Z0-9._-]{1,100}");

    /** A value and the line it stands on. */
    record Line(int number, String value) {}

    private SettingsFile() {}

    /**
     * Reads what can be read and adds what is wrong to the problems. A line is never quoted: it may hold a secret.
     *
     * @return the values by name, or null if the file as a whole cannot be used
     */
    static Map<String, Line> read(Path file, List<String> problems) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            return unusable(file, "does not exist: create it, or correct its name", problems);
        } catch (AccessDeniedException e) {
            return unusable(file, "may not be read by this user: change its permissions", problems);
        } catch (IOException e) {
            String what = Files.isDirectory(file)
                    ? "is a folder: give the name of a file in it"
                    : "cannot be read: " + Shown.quoted(String.valueOf(e.getMessage()));
            return unusable(file, what, problems);
        }
        if (content.length > MAX_BYTES) {
            return unusable(file, "is larger than 1 MiB, so it is hardly a file of settings", problems);
        }
        try {
            // A fresh decoder refuses bad bytes where the String constructor would replace them.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return parse(file, text, problems);
        } catch (CharacterCodingException e) {
            return unusable(file, "is not in UTF-8: save it in that encoding", problems);
        }
    }

    private static Map<String, Line> parse(Path file, String content, List<String> problems) {
        Map<String, Line> values = new LinkedHashMap<>();
        int number = 0;
        // Some editors mark a UTF-8 file with U+FEFF at its start.
        for (String line : content.replaceFirst("^\uFEFF", "").split("\r\n|\r|\n")) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#")) {
                continue;
            }
            int equals = stripped.indexOf('=');
            if (equals <= 0) {
                problems.add(origin(file, number) + " has no " + (equals < 0 ? "=" : "name before the =")
                        + ": write name=value, or start the line with # if it is a comment");
                continue;
            }
            String name = stripped.substring(0, equals).strip();
            if (!NAME_OR_VARIABLE.matcher(name).matches()) {
                problems.add(origin(file, number) + " does not start with the name of a setting: names are dotted lower"
                        + " case, as in name.of.setting=value");
                continue;
            }
            Line earlier = values.putIfAbsent(
                    name, new Line(number, stripped.substring(equals + 1).strip()));
            if (earlier != null) {
                problems.add(origin(file, number) + " gives " + Shown.bare(name) + " again, first given on line "
                        + earlier.number + ": remove one of the two");
            }
        }
        return values;
    }

    static String origin(Path file, int line) {
        return "file " + Shown.bare(file.toString()) + " line " + line;
    }

    private static Map<String, Line> unusable(Path file, String what, List<String> problems) {
        problems.add("file " + Shown.bare(file.toString()) + " " + what);
        return null;
    }
}
