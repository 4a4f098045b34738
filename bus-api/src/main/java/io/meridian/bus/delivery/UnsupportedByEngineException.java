package io.meridian.bus.delivery;

/** The engine chosen cannot do what was asked, says so at once, and names what would help. */
public final class UnsupportedByEngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For a missing capability; {@code why} may be null. */
    public UnsupportedByEngineException(String engine, Capability capability, String askedFor, String why) {
        super("engine=" + engine + " cannot do " + capability + " (" + capability.text() + "), asked for by " + askedFor
                + (why == null ? "" : ": " + why)
                + ". Choose an engine that declares it (BUS_BACKEND, or BUS_ROUTES for these topics), or do without.");
    }

    /** For an acknowledgement that means too little. */
    public UnsupportedByEngineException(
            String engine, Profile profile, AckLevel wanted, AckLevel given, String askedFor) {
        super("engine=" + engine + " acknowledges " + profile + " messages at " + given + ", but " + askedFor
                + " requires " + wanted
                + ". Route these topics to an engine that gives it (BUS_ROUTES), or require less.");
    }
}
