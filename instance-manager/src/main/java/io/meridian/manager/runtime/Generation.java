package io.meridian.manager.runtime;

/**
 * What the parts of an instance are started from, each in a short text: one that runs and was started from another is replaced.
 *
 * @param sidecar of its sidecar; a plugin is replaced with it
 * @param plugin of its plugin alone
 */
public record Generation(String sidecar, String plugin) {
    public String of(UnitRole role) {
        return role == UnitRole.SIDECAR ? sidecar : plugin;
    }
}
