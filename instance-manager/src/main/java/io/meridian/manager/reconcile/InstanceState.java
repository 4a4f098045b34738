package io.meridian.manager.reconcile;

import io.meridian.manager.runtime.Unit;
import java.time.Instant;

/**
 * What an instance was found to be at the last look.
 *
 * @param why in words, may be empty
 * @param since when it has been in this phase
 * @param sidecar what there is of it, or null
 * @param plugin what there is of it, or null
 * @param crashes within the last ten minutes
 */
public record InstanceState(
        String instance, Phase phase, String why, Instant since, Unit sidecar, Unit plugin, int crashes) {}
