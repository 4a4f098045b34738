package io.meridian.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The product as people start it.
 *
 * @param home where {@code ./meridian} is
 * @param environment of what is started, besides our own
 */
record Product(Path home, Map<String, String> environment) {
    private static final double KIB_PER_MIB = 1024;

    /** That of the folder this was started in. */
    static Product here() {
        return new Product(Path.of("").toAbsolutePath(), Map.of());
    }

    /** {@code ./meridian} with these arguments and settings, to be started. */
    ProcessBuilder meridian(List<String> arguments, String... settings) {
        List<String> whole = new ArrayList<>();
        whole.add(home.resolve("meridian").toString());
        whole.addAll(arguments);
        for (String setting : settings) {
            whole.addAll(List.of("--set", setting));
        }
        return command(home, whole);
    }

    /** Anything else, to be started in a folder. */
    ProcessBuilder command(Path folder, List<String> whole) {
        ProcessBuilder builder = new ProcessBuilder(whole).directory(folder.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    /** Resident memory of a process. */
    static double residentMib(long pid) throws IOException {
        String status = Files.readString(Path.of("/proc/" + pid + "/status"));
        return Long.parseLong(ManagerProcess.word(status, "VmRSS:\\s+(\\d+)")) / KIB_PER_MIB;
    }
}
