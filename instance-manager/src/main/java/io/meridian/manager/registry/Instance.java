package io.meridian.manager.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One instance of a plugin, as it shall be.
 *
 * @param runtime the name of the runtime that runs it
 * @param settings those that are no secret
 * @param needs instances that must be ready before this one is started
 * @param restarts goes up by one with each restart that a person asks for
 * @param quarantinedAt since when it is not started any more, or null
 * @param revision goes up with each change; the guard against two people who change it at once
 */
public record Instance(
        String name,
        String plugin,
        String version,
        String runtime,
        Desired desired,
        Map<String, String> settings,
        List<String> needs,
        long restarts,
        Instant quarantinedAt,
        String quarantineReason,
        long revision,
        String createdBy,
        Instant createdAt) {
    public Instance {
        settings = Map.copyOf(settings);
        needs = List.copyOf(needs);
    }

    /** What shall be. */
    public enum Desired {
        RUNNING,
        STOPPED
    }

    /** Whether it shall run now. */
    public boolean shallRun() {
        return desired == Desired.RUNNING && quarantinedAt == null;
    }
}
