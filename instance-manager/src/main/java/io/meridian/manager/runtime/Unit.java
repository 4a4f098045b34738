package io.meridian.manager.runtime;

import java.time.Instant;

/**
 * A part of an instance that is there, running or ended.
 *
 * @param generation what it was started from; another one means that it is to be replaced
 * @param id of the process or container, for a person
 * @param exitCode null while it runs, or when nobody saw how it ended
 * @param ending why the runtime itself ended it, or empty
 */
public record Unit(
        String instance,
        UnitRole role,
        String generation,
        String id,
        boolean running,
        Instant startedAt,
        Integer exitCode,
        String ending) {
    /** How it ended, in words. */
    public String obituary() {
        String what = "the " + role.label() + " of " + instance;
        if (!ending.isEmpty()) {
            return what + " " + ending;
        }
        return exitCode == null ? what + " ended while no manager looked" : what + " ended with exit code " + exitCode;
    }
}
