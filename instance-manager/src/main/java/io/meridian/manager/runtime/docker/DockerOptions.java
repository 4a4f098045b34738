package io.meridian.manager.runtime.docker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What the runtime needs to know.
 *
 * @param instances the folder with a folder for each instance
 * @param manager names this manager: its folder
 * @param deployment whose bus it serves
 * @param sidecarImage the name of the image that sidecars run from
 * @param sidecarNetwork as Docker calls it: {@code host} while the bus is on the loopback
 * @param sidecarEnvironment all that a sidecar has in its environment: what leads to the bus
 * @param sidecarFiles what that names, for the sidecar to read
 * @param sidecarFolders folders that it writes to as well: the memory of a bus on this machine
 * @param sidecarUser who has those folders, or null: each sidecar is a user of its own
 * @param largestLog in bytes; a log that is larger is put aside
 * @param log takes what happens to an instance: its name and a sentence
 */
public record DockerOptions(
        Path instances,
        String manager,
        String deployment,
        String sidecarImage,
        String sidecarNetwork,
        Map<String, String> sidecarEnvironment,
        List<Path> sidecarFiles,
        List<Path> sidecarFolders,
        Integer sidecarUser,
        long largestLog,
        BiConsumer<String, String> log) {
    public DockerOptions {
        sidecarEnvironment = Map.copyOf(sidecarEnvironment);
        sidecarFiles = List.copyOf(sidecarFiles);
        sidecarFolders = List.copyOf(sidecarFolders);
    }
}
