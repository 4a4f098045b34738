package io.meridian.manager.runtime.process;

import io.meridian.manager.runtime.UnitRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What each process that is started has in its environment, and all that it starts itself: by it a process is found whose number was never written
 * down, since the manager was killed at that moment.
 *
 * @param manager the folder of the manager
 */
record Marker(String manager, String instance, UnitRole role, String generation) {
    static final String VARIABLE = "MERIDIAN_UNIT";

    private static final Path PROC = Path.of("/proc");
    private static final int LOOKS = 10;
    private static final long LOOK_NS = 2_000_000;

    String value() {
        return manager + "|" + instance + "|" + role + "|" + generation;
    }

    static Optional<Marker> parse(String value) {
        String[] parts = value.split("\\|", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Marker(parts[0], parts[1], UnitRole.valueOf(parts[2]), parts[3]));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    /** A process that has one. */
    record Marked(ProcessHandle process, Marker marker) {}

    /** All processes that can be looked at and belong to this manager. Empty where the system has no such list. */
    static List<Marked> all(String manager) {
        List<Marked> found = new ArrayList<>();
        if (!Files.isDirectory(PROC)) {
            return found;
        }
        String wanted = VARIABLE + "=" + manager + "|";
        try (Stream<Path> entries = Files.list(PROC)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (name.chars().allMatch(Character::isDigit)) {
                    of(entry, wanted)
                            .flatMap(marker ->
                                    ProcessHandle.of(Long.parseLong(name)).map(process -> new Marked(process, marker)))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the list of processes cannot be read: " + e.getMessage(), e);
        }
        return found;
    }

    /** For a moment one has none while another program takes its place, as when it was just started through a helper. */
    private static String environment(Path entry) throws IOException {
        byte[] environment = Files.readAllBytes(entry.resolve("environ"));
        for (int i = 0; i < LOOKS && environment.length == 0 && isProgram(entry); i++) {
            LockSupport.parkNanos(LOOK_NS);
            environment = Files.readAllBytes(entry.resolve("environ"));
        }
        return new String(environment, StandardCharsets.ISO_8859_1);
    }

    /** Neither a thread of the system nor what is left of one that ended. */
    private static boolean isProgram(Path entry) {
        try {
            return Files.exists(entry.resolve("exe").toRealPath());
        } catch (IOException none) {
            return false;
        }
    }

    private static Optional<Marker> of(Path entry, String wanted) {
        try {
            String environment = environment(entry);
            for (String variable : environment.split("\0")) {
                if (variable.startsWith(wanted)) {
                    return parse(variable.substring(VARIABLE.length() + 1));
                }
            }
        } catch (IOException goneOrNotOurs) {
            // Processes come and go, and those of other users are none of our business.
        }
        return Optional.empty();
    }
}
