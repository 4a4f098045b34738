package io.meridian.sidecar.session;

import io.meridian.bus.setting.Settings;
import io.meridian.sidecar.SidecarSettings;

/**
 * How much one plugin may have.
 *
 * @param topics it publishes on, and as many that it receives
 * @param subscriptions open at once
 * @param queue messages that wait on a lossy subscription
 * @param maxInFlight undecided messages of a subscription, unless asked otherwise
 * @param maxAttempts deliveries of a message, unless asked otherwise
 * @param snapshotWindow settled messages of a subscription that wait for a snapshot
 * @param maxStateBytes of its state
 * @param drainNs how long it may take to leave
 */
public record SessionLimits(
        int topics,
        int subscriptions,
        int queue,
        int maxInFlight,
        int maxAttempts,
        int snapshotWindow,
        long maxStateBytes,
        long drainNs) {
    /** As the settings say. */
    public static SessionLimits of(Settings settings) {
        return new SessionLimits(
                settings.get(SidecarSettings.MAX_TOPICS),
                settings.get(SidecarSettings.MAX_SUBSCRIPTIONS),
                settings.get(SidecarSettings.QUEUE),
                settings.get(SidecarSettings.MAX_IN_FLIGHT),
                settings.get(SidecarSettings.MAX_ATTEMPTS),
                settings.get(SidecarSettings.SNAPSHOT_WINDOW),
                settings.get(SidecarSettings.MAX_STATE),
                settings.get(SidecarSettings.DRAIN).toNanos());
    }
}
