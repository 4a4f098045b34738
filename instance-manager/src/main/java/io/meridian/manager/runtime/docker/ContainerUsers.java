package io.meridian.manager.runtime.docker;

import io.meridian.manager.runtime.InstanceFolder;
import io.meridian.sidecar.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives each instance two users of its own, by number: one for its sidecar, one for its plugin. Nobody on the machine has these numbers. The plugin's number is
 * also the group by which it may use what its sidecar shows it.
 */
final class ContainerUsers {
    private static final int FIRST = 20_000;
    private static final String FILE = "users";

    private final Path instances;
    private final Integer sidecarUser;

    /** The users of an instance. */
    record Pair(int sidecar, int plugin) {}

    /** @param sidecarUser for all sidecars, or null */
    ContainerUsers(Path instances, Integer sidecarUser) {
        this.instances = instances;
        this.sidecarUser = sidecarUser;
    }

    /** Those of an instance; the same each time, as long as its folder is there. */
    Pair of(InstanceFolder folder) {
        try {
            Path file = folder.home().resolve(FILE);
            if (!Files.exists(file)) {
                WholeFile.write(file, free() + "\n");
            }
            int first = Integer.parseInt(Files.readString(file).strip());
            return new Pair(sidecarUser == null ? first : sidecarUser, first + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("the users of " + folder.home() + " cannot be chosen: " + e.getMessage(), e);
        }
    }

    private int free() throws IOException {
        Set<Integer> taken = new HashSet<>();
        try (Stream<Path> folders = Files.list(instances)) {
            for (Path file : folders.map(folder -> folder.resolve(FILE))
                    .filter(Files::exists)
                    .toList()) {
                taken.add(Integer.parseInt(Files.readString(file).strip()));
            }
        }
        int free = FIRST;
        while (taken.contains(free)) {
            free += 2;
        }
        return free;
    }

    /** Hands the sidecar its folder and the one where its plugin finds it, which the plugin's group may enter. */
    void handOver(InstanceFolder folder, Pair users) {
        try {
            Files.createDirectories(folder.attach());
            Files.setPosixFilePermissions(folder.attach(), PosixFilePermissions.fromString("rwxr-x---"));
            for (Path each : new Path[] {folder.sidecar(), folder.attach()}) {
                try (Stream<Path> all = Files.walk(each)) {
                    for (Path path : all.toList()) {
                        Files.setAttribute(path, "unix:uid", users.sidecar(), LinkOption.NOFOLLOW_LINKS);
                        Files.setAttribute(path, "unix:gid", users.plugin(), LinkOption.NOFOLLOW_LINKS);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the folders of " + folder.home() + " cannot be given to user " + users.sidecar() + ": "
                            + e.getMessage() + ". A manager that runs containers is run by root.",
                    e);
        }
    }
}
