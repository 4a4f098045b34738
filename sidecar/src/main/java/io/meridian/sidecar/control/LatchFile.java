package io.meridian.sidecar.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.CRC32C;

/** The latch on disk: a line, and a line with its checksum. Whole in the old or in the new state, whenever the power goes. */
final class LatchFile {
    private static final int LARGEST = 8192;

    private final Path file;

    LatchFile(Path file) {
        this.file = file;
    }

    /** What it says. What cannot be understood is taken for latched: blocked by mistake is the lesser harm. */
    LatchState read(Instant now) {
        try {
            if (Files.size(file) > LARGEST) {
                return unreadable("it is larger than " + LARGEST + " bytes", now);
            }
            String[] lines = new String(Files.readAllBytes(file), UTF_8).split("\n", -1);
            if (lines.length != 3 || !lines[2].isEmpty()) {
                return unreadable("it should have two lines", now);
            }
            if (!lines[1].equals(checksum(lines[0]))) {
                return unreadable("its checksum does not fit", now);
            }
            return LatchState.parse(lines[0]);
        } catch (NoSuchFileException neverSet) {
            return LatchState.OPEN;
        } catch (IOException | RuntimeException e) {
            return unreadable(String.valueOf(e.getMessage()).replace('"', '\''), now);
        }
    }

    /** Once this returns, it is on the disk. */
    void write(LatchState state) throws IOException {
        WholeFile.writeForced(file, state + "\n" + checksum(state.toString()) + "\n");
    }

    private LatchState unreadable(String why, Instant now) {
        String reason = "the file " + file.getFileName() + " cannot be trusted, so trading is stopped: " + why;
        int longest = LatchState.MAX_REASON;
        return new LatchState(true, "sidecar", reason.length() > longest ? reason.substring(0, longest) : reason, now);
    }

    private static String checksum(String line) {
        CRC32C crc = new CRC32C();
        crc.update(line.getBytes(UTF_8));
        return "crc32c " + String.format("%08x", crc.getValue());
    }
}
