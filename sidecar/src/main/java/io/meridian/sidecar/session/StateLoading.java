package io.meridian.sidecar.session;

/** Stored state on its way to the plugin, a piece at a time, as fast as the plugin takes it. For the loop's thread. */
public interface StateLoading {
    /** Has the next piece given, soon. Not before the one before it was given. */
    void next();

    /** No more is wanted. Harmless at the end. */
    void close();
}
