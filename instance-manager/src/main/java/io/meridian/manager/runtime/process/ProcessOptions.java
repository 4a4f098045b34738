package io.meridian.manager.runtime.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the process runtime needs to know.
 *
 * @param instances the folder with a folder for each instance
 * @param marker names this manager in the environment of what it starts
 * @param sidecarCommand what starts a sidecar; what is said of it is put behind
 * @param sidecarEnvironment all that a sidecar has in its environment: what leads to the bus
 * @param javaCommand what starts a JVM for a plugin, with its options
 * @param sdkClassPath for a plugin that is a jar alone
 * @param pluginEnvironment all that a plugin has in its environment beside the way to its sidecar; nothing that leads to the bus
 * @param recordings a folder for what each plugin in Java sees and says, a new file a start; null: nothing is written down
 * @param largestFile in bytes, that a plugin may write
 * @param largestLog in bytes; a log that is larger is put aside
 */
public record ProcessOptions(
        Path instances,
        String marker,
        List<String> sidecarCommand,
        Map<String, String> sidecarEnvironment,
        List<String> javaCommand,
        List<String> sdkClassPath,
        Map<String, String> pluginEnvironment,
        Path recordings,
        long largestFile,
        long largestLog) {
    public ProcessOptions {
        sidecarCommand = List.copyOf(sidecarCommand);
        sidecarEnvironment = Map.copyOf(sidecarEnvironment);
        javaCommand = List.copyOf(javaCommand);
        sdkClassPath = List.copyOf(sdkClassPath);
        pluginEnvironment = Map.copyOf(pluginEnvironment);
    }
}
