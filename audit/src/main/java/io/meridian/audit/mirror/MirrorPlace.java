package io.meridian.audit.mirror;

import io.meridian.audit.log.AuditException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * How far a log was carried.
 *
 * @param segment the file of records, by its first; what is before it was carried
 * @param at so many bytes of it
 * @param checkpoints so many bytes of the file of checkpoints
 */
record MirrorPlace(long segment, long at, long checkpoints) {
    static final MirrorPlace BEGINNING = new MirrorPlace(0, 0, 0);

    /** The beginning when nothing is noted. */
    static MirrorPlace read(Path file) {
        try {
            if (!Files.exists(file)) {
                return BEGINNING;
            }
            String[] words = Files.readString(file).strip().split(" ");
            return new MirrorPlace(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new AuditException(
                    file + " does not say how far the log was carried: " + e.getMessage()
                            + ". Delete it: then all is carried again, which does no harm.",
                    e);
        }
    }

    void write(Path file) {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(draft, segment + " " + at + " " + checkpoints + "\n");
            try (FileChannel written = FileChannel.open(draft, StandardOpenOption.READ)) {
                written.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AuditException("How far the log was carried cannot be written to " + file + ": " + e, e);
        }
    }
}
