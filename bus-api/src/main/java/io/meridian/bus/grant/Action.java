package io.meridian.bus.grant;

/** What a grant allows or denies on a topic. */
public enum Action {
    /** Send messages. */
    PUBLISH,
    /** Receive messages as they come. */
    SUBSCRIBE,
    /** Send a request and receive its reply. */
    REQUEST,
    /** Read recorded messages. */
    REPLAY
}
