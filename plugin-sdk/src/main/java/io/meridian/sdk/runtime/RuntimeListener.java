package io.meridian.sdk.runtime;

import io.meridian.sdk.Log;
import io.meridian.sdk.Refused;

/** What a runtime tells whoever runs it. Called on the plugin's thread. */
public interface RuntimeListener {
    /** Does nothing. */
    RuntimeListener NONE = new RuntimeListener() {};

    /** A line for people, when there is no sidecar to send it to, or as well. */
    default void onLine(Log.Level level, String text) {}

    /** A handler of the plugin threw. */
    default void onHandlerFailure(String where, Throwable failure) {}

    /** The sidecar refused something. */
    default void onRefused(Refused refused) {}

    /** The sidecar took the plugin; it works. */
    default void onAttached(String instance) {}

    /** The sidecar is lost; the plugin will begin anew. */
    default void onLost(String why) {}
}
