package io.meridian.sidecar.grpc;

/** A call that goes on: it hears of its session's end, and gets turns to do what it could not do before. On the guard loop. */
interface OpenCall {
    /** The session is over. */
    void onSessionClosed(String reason);

    /** Does what waits, if there is any. Returns how much was done. */
    default int turn() {
        return 0;
    }
}
