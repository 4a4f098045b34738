package io.meridian.sidecar.state;

import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How often a plugin attached, and whether the last one left in good order with nothing unsettled. Kept in a file. */
public final class AttachRecord {
    private final Path file;
    private long attaches;
    private boolean clean;

    /** Reads what is kept in {@code folder}, which exists. */
    public AttachRecord(Path folder) {
        file = folder.resolve("attaches");
        try {
            String[] words =
                    Files.exists(file) ? Files.readString(file).strip().split("\\s+") : new String[] {"0", "clean"};
            attaches = Long.parseLong(words[0]);
            clean = words.length == 2 && words[1].equals("clean");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read file=" + file + ": " + e.getMessage(), e);
        } catch (NumberFormatException cut) {
            attaches = 1;
            clean = false;
        }
    }

    public long attaches() {
        return attaches;
    }

    public boolean isClean() {
        return clean;
    }

    /** A plugin is in. */
    public void attached() {
        attaches++;
        clean = false;
        write();
    }

    /** It left in good order. */
    public void left() {
        clean = true;
        write();
    }

    private void write() {
        try {
            WholeFile.write(file, attaches + " " + (clean ? "clean" : "open") + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write file=" + file + ": " + e.getMessage(), e);
        }
    }
}
