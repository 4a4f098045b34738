package io.meridian.manager.runtime.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the kernel counts of a container, read from its control groups. Where they cannot be read, nothing is known. */
final class KernelFacts {
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    private KernelFacts() {}

    /** How often one was refused a process or thread, since it had as many as it may. @param pid of any process in it */
    static long refusedTasks(long pid) {
        return group(pid, "pids")
                .map(group -> number(group.resolve("pids.events"), "max"))
                .orElse(0L);
    }

    private static Optional<Path> group(long pid, String controller) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup"))) {
                String[] parts = line.split(":", 3);
                // The newer form has one hierarchy for all, the older one for each controller.
                if (parts[1].isEmpty() && Files.exists(GROUPS.resolve("cgroup.controllers"))) {
                    return Optional.of(GROUPS.resolve("." + parts[2]));
                }
                if (List.of(parts[1].split(",")).contains(controller)) {
                    return Optional.of(GROUPS.resolve(controller).resolve("." + parts[2]));
                }
            }
        } catch (IOException gone) {
            // The process has ended.
        }
        return Optional.empty();
    }

    private static long number(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(name + " ")) {
                    return Long.parseLong(line.substring(name.length() + 1).strip());
                }
            }
        } catch (IOException notHere) {
            // Another kernel, or the group is gone.
        }
        return 0;
    }
}
