package io.meridian.bus.grant;

/** What a matching grant does. A matching DENY wins over any ALLOW. */
public enum Effect {
    /** The grant allows its action. */
    ALLOW,
    /** The grant denies its action. */
    DENY
}
