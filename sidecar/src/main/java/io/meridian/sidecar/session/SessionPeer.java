package io.meridian.sidecar.session;

/** What an attach point is told about the session it brought. Called on the loop's thread. */
public interface SessionPeer {
    /** For people: "shared memory", "grpc". */
    String transport();

    /** All durable messages with this tag or a lower one, that were not refused, are stored. */
    void onStored(long tag);

    /** The session is over, for whatever reason; nothing more is called. */
    void onClosed(String reason);
}
