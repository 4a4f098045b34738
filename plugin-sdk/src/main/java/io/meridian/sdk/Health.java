package io.meridian.sdk;

/**
 * How a plugin is.
 *
 * @param reason for people; empty when all is well
 */
public record Health(State state, String reason) {
    /** All is well. */
    public static final Health HEALTHY = new Health(State.HEALTHY, "");

    /** How a plugin is, in a word. */
    public enum State {
        HEALTHY,
        /** Works, but a person should look. */
        DEGRADED,
        /** Is fed no more until it says otherwise. */
        SICK
    }

    /** Works, but a person should look. */
    public static Health degraded(String reason) {
        return new Health(State.DEGRADED, reason);
    }

    /** Is to be fed no more. */
    public static Health sick(String reason) {
        return new Health(State.SICK, reason);
    }
}
