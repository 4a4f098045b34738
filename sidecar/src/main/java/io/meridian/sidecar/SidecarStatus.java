package io.meridian.sidecar;

import java.util.List;

/**
 * The state and the reasons for it.
 *
 * @param state how far it is
 * @param reasons in words for people; empty when all is well
 * @param attached whether a plugin is in
 */
public record SidecarStatus(SidecarState state, List<String> reasons, boolean attached) {
    /** Copies the reasons. */
    public SidecarStatus {
        reasons = List.copyOf(reasons);
    }
}
