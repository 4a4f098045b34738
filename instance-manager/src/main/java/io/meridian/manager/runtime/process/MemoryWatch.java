package io.meridian.manager.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Watches how much memory processes have in use. One look may catch a moment, two in a row do not. */
final class MemoryWatch {
    private static final long MIB = 1L << 20;

    private final Map<Long, Integer> over = new HashMap<>();

    /** Why it has to end, or nothing. */
    Optional<String> tooMuch(long pid, int limitMib) {
        long usedMib = residentMib(pid);
        if (usedMib <= limitMib) {
            over.remove(pid);
            return Optional.empty();
        }
        if (over.merge(pid, 1, Integer::sum) < 2) {
            return Optional.empty();
        }
        over.remove(pid);
        return Optional.of(
                "was ended since it used " + usedMib + " MiB of memory, and its manifest declares " + limitMib);
    }

    /** Without what it shares, such as the memory that it exchanges messages through. */
    private static long residentMib(long pid) {
        try {
            String[] pages = Files.readString(Path.of("/proc", Long.toString(pid), "statm"))
                    .split(" ");
            return (Long.parseLong(pages[1]) - Long.parseLong(pages[2])) * 4096 / MIB;
        } catch (IOException gone) {
            return 0;
        }
    }
}
