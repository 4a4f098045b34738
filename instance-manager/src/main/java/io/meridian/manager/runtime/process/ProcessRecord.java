package io.meridian.manager.runtime.process;

import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process as it is written down: number and time of start together name it, since numbers come again.
 *
 * @param generation what it was started from
 * @param memoryMib what it may use; 0 is not watched
 */
record ProcessRecord(long pid, Instant startedAt, String generation, int memoryMib) {
    static ProcessRecord of(ProcessHandle handle, String generation, int memoryMib) {
        return new ProcessRecord(
                handle.pid(), handle.info().startInstant().orElse(Instant.EPOCH), generation, memoryMib);
    }

    void write(Path file) {
        try {
            WholeFile.write(file, pid + " " + startedAt.toEpochMilli() + " " + generation + " " + memoryMib + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("file=" + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Empty when there is none, or it is damaged: then the process is found by its environment. */
    static Optional<ProcessRecord> read(Path file) {
        try {
            String[] words = Files.readString(file).strip().split(" ");
            return words.length != 4
                    ? Optional.empty()
                    : Optional.of(new ProcessRecord(
                            Long.parseLong(words[0]),
                            Instant.ofEpochMilli(Long.parseLong(words[1])),
                            words[2],
                            Integer.parseInt(words[3])));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The process, if it still runs. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessRecord::isAlive)
                .filter(handle -> handle.info()
                        .startInstant()
                        .map(Instant::toEpochMilli)
                        .orElse(0L)
                        .equals(startedAt.toEpochMilli()));
    }

    /** One that has ended and that nobody has asked about is no longer alive, whatever its number says. */
    static boolean isAlive(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException noSuchList) {
            return handle.isAlive();
        }
    }
}
