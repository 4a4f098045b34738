package io.meridian.bus.engine;

/** What an engine tells of itself. Called from any thread; implementations return quickly and never throw. */
public interface EngineListener {
    /** There is a working connection (again). */
    void onConnected();

    /** The connection is gone, or could not be made; the engine keeps trying. Tell once per episode, not per attempt. */
    void onConnectionLost(String reason);

    /**
     * Something failed that the engine cannot mend by itself: a refused publish, a wrong server, a full disk. The message
     * says what happened, why, and what to do next.
     */
    void onFailure(EngineException failure);
}
