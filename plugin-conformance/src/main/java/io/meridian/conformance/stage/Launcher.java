package io.meridian.conformance.stage;

import java.nio.file.Path;

/** Starts a plugin. */
@FunctionalInterface
public interface Launcher {
    /**
     * Starts it, and does not wait for it.
     *
     * @param sidecar the folder of its sidecar
     * @param output  takes what it writes
     */
    Running start(Path sidecar, Path output);
}
