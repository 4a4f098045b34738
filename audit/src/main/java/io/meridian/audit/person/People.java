package io.meridian.audit.person;

import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.LogFolder;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that the records of a log stand for, in a file beside it: a line each, {@code REFERENCE SALT NAME}. A name that is erased is overwritten where it
 * stands. Several processes may have the file open; each change is made under a lock on it. For one thread.
 */
public final class People {
    /** Its name in the folder of a log, and in an export. */
    public static final String FILE = "people.txt";

    private static final String PREFIX = "person:";
    static final Pattern REFERENCE = Pattern.compile(PREFIX + "[0-9a-f]{16}");
    private static final Pattern LINE = Pattern.compile("(" + REFERENCE + ") ([0-9a-f]{64}) (\\S+)");
    private static final char ERASED = '-';
    private static final int ID_BYTES = 8;
    private static final int SALT_BYTES = 32;

    private final Path file;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Person> byReference = new LinkedHashMap<>();
    private final Map<String, Person> byName = new LinkedHashMap<>();
    private String text = "";

    /** @param name as it stood in a message */
    record Person(String reference, String salt, String name) {
        String line() {
            return reference + " " + salt + " " + URLEncoder.encode(name, StandardCharsets.UTF_8);
        }
    }

    private People(Path file) {
        this.file = file;
    }

    /** Those of a log, or of an export; none when there is no file. */
    public static People of(Path folder) {
        People people = new People(folder.resolve(FILE));
        try {
            people.read();
            return people;
        } catch (IOException e) {
            throw people.unusable(e);
        }
    }

    private AuditException unusable(IOException e) {
        return new AuditException("The names of people in " + file + " cannot be read or written: " + e, e);
    }

    private void read() throws IOException {
        String now = Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII) : "";
        if (now.equals(text)) {
            return;
        }
        text = now;
        byReference.clear();
        byName.clear();
        for (String line : now.split("\n")) {
            Matcher words = LINE.matcher(line);
            if (words.matches()) {
                add(words.group(1), words.group(2), words.group(3));
            }
        }
    }

    private void add(String reference, String salt, String encoded) {
        try {
            Person person = new Person(reference, salt, URLDecoder.decode(encoded, StandardCharsets.UTF_8));
            byReference.put(reference, person);
            byName.put(person.name, person);
        } catch (IllegalArgumentException damaged) {
            // A line that no writer wrote names nobody; that the name is not there is found when a record is checked.
            return;
        }
    }

    /** The person of a name; a new one is on the disk when this returns. */
    Person person(String name) {
        try (FileChannel channel = open();
                FileLock lock = channel.lock()) {
            // Somebody may have been erased since: then his old number is not used again.
            read();
            Person known = byName.get(name);
            if (known != null && lock.isValid()) {
                return known;
            }
            Person fresh = new Person(PREFIX + hex(ID_BYTES), hex(SALT_BYTES), name);
            // A crash may have kept a line's end from the last one.
            String line = (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + fresh.line() + "\n";
            write(channel, channel.size(), line);
            read();
            return fresh;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(
                file,
                java.util.Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void write(FileChannel channel, long position, String what) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(what.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes, position + bytes.position());
        }
        channel.force(true);
    }

    private String hex(int bytes) {
        byte[] some = new byte[bytes];
        random.nextBytes(some);
        return HexFormat.of().formatHex(some);
    }

    /** The references that stand for a name now. */
    public List<String> references(String name) {
        return byReference.values().stream()
                .filter(each -> each.name.equals(name))
                .map(Person::reference)
                .toList();
    }

    /** Overwrites a name and its salt wherever they stand: nobody can tell afterwards whom its references stood for, or try names out. */
    public void erase(String name) {
        try (FileChannel channel = open();
                FileLock lock = channel.lock()) {
            read();
            long at = 0;
            for (String line : text.split("\n")) {
                Matcher words = LINE.matcher(line);
                if (lock.isValid()
                        && words.matches()
                        && URLDecoder.decode(words.group(3), StandardCharsets.UTF_8)
                                .equals(name)) {
                    int begin = words.start(2);
                    write(channel, at + begin, String.valueOf(ERASED).repeat(line.length() - begin));
                }
                at += line.length() + 1;
            }
            read();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** @return null: it is erased, or was never there */
    Person of(String reference) {
        return byReference.get(reference);
    }

    /** A text with names in place of those references that still stand for one. */
    public String reveal(String textWithReferences) {
        return REFERENCE
                .matcher(textWithReferences)
                .replaceAll(found ->
                        Matcher.quoteReplacement(of(found.group()) == null ? found.group() : of(found.group()).name));
    }

    /** Writes the names that some texts refer to, as far as they are there, into another folder. */
    public void copy(List<String> textsWithReferences, Path into) throws IOException {
        Map<String, Person> wanted = new LinkedHashMap<>();
        for (String each : textsWithReferences) {
            Matcher found = REFERENCE.matcher(each);
            while (found.find()) {
                if (of(found.group()) != null) {
                    wanted.put(found.group(), of(found.group()));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        wanted.values().forEach(each -> lines.add(each.line()));
        Files.write(into.resolve(FILE), lines, StandardCharsets.US_ASCII);
    }

    /** Those of a log. */
    public static People of(LogFolder folder) {
        return of(folder.path());
    }
}
