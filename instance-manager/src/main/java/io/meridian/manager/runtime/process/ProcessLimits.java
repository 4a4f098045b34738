package io.meridian.manager.runtime.process;

import io.meridian.plugin.contract.manifest.Manifest.Resources;
import java.util.ArrayList;
import java.util.List;

/** What a plugin's process is held to by the operating system itself. */
final class ProcessLimits {
    private static final long MIB = 1L << 20;
    /** Room for what a JVM maps and does not use. */
    private static final long ROOM_MIB = 192;

    private final List<String> prlimit;
    private final long largestFile;

    /**
     * @param prlimit the program, or null where there is none: then only what the manager itself watches is held
     * @param largestFile in bytes; bounds a log that is flooded
     */
    ProcessLimits(String prlimit, long largestFile) {
        this.prlimit = prlimit == null ? List.of() : List.of(prlimit);
        this.largestFile = largestFile;
    }

    /** The command with the limits before it. */
    List<String> around(Resources resources, List<String> command) {
        if (prlimit.isEmpty()) {
            return command;
        }
        List<String> whole = new ArrayList<>(prlimit);
        whole.add("--core=0");
        whole.add("--fsize=" + largestFile);
        whole.add("--nofile=4096");
        // Memory that it can write to; what a JVM reserves does not count until it is used.
        whole.add("--data=" + (2L * resources.memoryMib() + ROOM_MIB) * MIB);
        whole.add("--");
        whole.addAll(command);
        return whole;
    }

    /** Of a JVM, so that all of its process stays within what was declared. */
    static int heapMib(Resources resources) {
        return Math.max(16, resources.memoryMib() * 5 / 8);
    }
}
