package io.meridian.sidecar.control;

import java.time.Instant;

/**
 * Something that happened at the control socket, for the audit trail.
 *
 * @param kind what happened
 * @param by the name that was given, empty when none was
 * @param reason the reason that was given, or why it was denied
 * @param osUser whom the operating system says the peer is
 * @param at when
 */
public record ControlEvent(Kind kind, String by, String reason, String osUser, Instant at) {
    /** What happened. */
    public enum Kind {
        /** The latch was set. */
        LATCHED,
        /** The latch was set by somebody before; another person asked for it too. */
        LATCHED_AGAIN,
        /** The latch was released. */
        RELEASED,
        /** Something was asked for and not done. */
        DENIED
    }
}
