package io.meridian.sdk;

/** A plugin's interest in the topics of one pattern. */
public interface Subscription {
    String pattern();

    Profile profile();

    /** Whether the sidecar opened it. Not yet so when {@code subscribe} returns. */
    boolean isOpen();

    /** Whether old messages were all delivered. True at once for one that begins now. */
    boolean isLive();

    /** Nothing is delivered until {@link #resume}. */
    void pause();

    void resume();

    /** Ends it. A durable one with a name keeps its place. */
    void close();
}
