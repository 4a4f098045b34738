package io.meridian.sdk;

/** A reading of the past that is under way. For the plugin's thread. */
public interface History {
    /** Of which the past is read. */
    String topic();

    /** Whether all was given, or nothing more will be. */
    boolean isOver();

    /** Ends it: no more of the past is given. */
    void close();
}
