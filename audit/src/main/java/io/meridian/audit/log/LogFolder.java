package io.meridian.audit.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What lies in the folder of a log, and under which names. */
public final class LogFolder {
    /** The checkpoints that were signed, a line each. */
    public static final String CHECKPOINTS = "checkpoints.txt";

    private static final String IDENTITY = "log-id.txt";
    private static final Pattern SEGMENT = Pattern.compile("\\d{20}\\.rec");
    private static final int ID_BYTES = 16;

    private final Path folder;

    public LogFolder(Path folder) {
        this.folder = folder;
    }

    public Path path() {
        return folder;
    }

    /** The files of records, the oldest first. */
    public List<Path> segments() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isSegment(file.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AuditException("The folder of the log cannot be read: " + e, e);
        }
    }

    /** Whether it is the name of a file of records. */
    public static boolean isSegment(String name) {
        return SEGMENT.matcher(name).matches();
    }

    /** The file that begins with the record of this index. */
    Path segment(long first) {
        return folder.resolve("%020d.rec".formatted(first));
    }

    /** The index of the first record of a file. */
    public static long first(Path segment) {
        return Long.parseLong(segment.getFileName().toString().substring(0, 20));
    }

    /** Beside a file of records: something that belongs to it. */
    public static Path beside(Path segment, String ending) {
        return segment.resolveSibling(segment.getFileName().toString().replace(".rec", ending));
    }

    /** The id of the log, or null when there is none yet. */
    public String id() {
        try {
            Path file = folder.resolve(IDENTITY);
            return Files.exists(file)
                    ? Files.readString(file, StandardCharsets.US_ASCII).strip()
                    : null;
        } catch (IOException e) {
            throw new AuditException("The id of the log cannot be read: " + e, e);
        }
    }

    /** The id of the log; a new one for a new log. */
    String begin() {
        String id = id();
        if (id != null) {
            return id;
        }
        if (!segments().isEmpty()) {
            throw new AuditException(folder.resolve(IDENTITY) + " is missing, but there are records. Look with"
                    + " 'meridian audit verify', and restore it from the first word of a checkpoint.");
        }
        byte[] random = new byte[ID_BYTES];
        new SecureRandom().nextBytes(random);
        id = HexFormat.of().formatHex(random);
        try {
            Files.writeString(folder.resolve(IDENTITY), id + "\n", StandardOpenOption.CREATE_NEW);
            force();
        } catch (IOException e) {
            throw new AuditException("A log cannot begin in " + folder + ": " + e, e);
        }
        return id;
    }

    /** Gives a copy of a log its id again. */
    public void restore(String id) throws IOException {
        Files.writeString(folder.resolve(IDENTITY), id + "\n");
    }

    /** Makes new names of files last. */
    void force() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The lines of {@value #CHECKPOINTS}; what is no checkpoint is among them as it stands. */
    public List<String> checkpointLines() {
        Path file = folder.resolve(CHECKPOINTS);
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : new ArrayList<>();
        } catch (IOException e) {
            throw new AuditException("The checkpoints cannot be read: " + e, e);
        }
    }

    /** The checkpoints that were signed, in their order. */
    public List<Checkpoint> checkpoints() {
        return checkpointLines().stream()
                .map(Checkpoint::parse)
                .filter(Objects::nonNull)
                .toList();
    }
}
