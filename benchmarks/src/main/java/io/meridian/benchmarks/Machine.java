package io.meridian.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    /** The processor's name and how many of them there are. */
    static String cpu() {
        String name = System.getProperty("os.arch");
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    name = line.substring(line.indexOf(':') + 1).strip().replace("\"", "");
                    break;
                }
            }
        } catch (IOException notLinux) {
            // The architecture is all there is to say.
        }
        return name + " x" + Runtime.getRuntime().availableProcessors();
    }
}
