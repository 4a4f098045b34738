package io.meridian.manager.reconcile;

import io.meridian.manager.runtime.Generation;
import io.meridian.manager.runtime.Unit;
import java.time.Instant;

/**
 * How things are with one instance.
 *
 * @param shallRun whether it shall run now
 * @param isQuarantined whether a person must release it first
 * @param generation what it shall be started from
 * @param sidecar what there is of its sidecar, or null
 * @param plugin what there is of its plugin, or null
 * @param canTakePlugin whether the sidecar that runs can take a plugin
 * @param needs the first instance that it needs and that is not ready, or null
 * @param notBefore it is not started before that, since it crashed
 * @param stopAskedAt since when a part was asked to end, or null
 * @param now the time
 */
record Situation(
        boolean shallRun,
        boolean isQuarantined,
        Generation generation,
        Unit sidecar,
        Unit plugin,
        boolean canTakePlugin,
        String needs,
        Instant notBefore,
        Instant stopAskedAt,
        Instant now) {
    boolean sidecarRuns() {
        return sidecar != null && sidecar.running();
    }

    boolean pluginRuns() {
        return plugin != null && plugin.running();
    }

    boolean sidecarIsRight() {
        return sidecarRuns() && sidecar.generation().equals(generation.sidecar());
    }

    boolean pluginIsRight() {
        return pluginRuns() && plugin.generation().equals(generation.plugin());
    }

    /** Whether the plugin that ended was to go on. One whose sidecar went first could not. */
    boolean pluginIsWanted() {
        return shallRun && plugin.generation().equals(generation.plugin()) && sidecarIsRight();
    }

    boolean sidecarIsWanted() {
        return shallRun && sidecar.generation().equals(generation.sidecar());
    }
}
