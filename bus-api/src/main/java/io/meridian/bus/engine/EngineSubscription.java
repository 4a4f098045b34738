package io.meridian.bus.engine;

/** Hands frames to one polling thread. */
public interface EngineSubscription extends AutoCloseable {
    /**
     * Hands over at most {@code limit} frames that are there already. Never blocks, returns 0 while the engine is away.
     * An exception of the handler may pass through; the frame that caused it counts as handed over.
     *
     * @return how many were handed over
     */
    int poll(FrameHandler handler, int limit);

    /**
     * Waits until frames may be there, or the time is over, or another thread closes this. Engines on sockets block on
     * their queue so the poller wakes at once; an engine in shared memory returns at once and leaves waiting to the
     * caller's idle strategy.
     */
    default void await(long timeoutNs) {}

    /**
     * Everything handed over at or before {@code position} is done with: a named subscription resumes after it. Cheap, may
     * be written down lazily, but on {@link #close()} at the latest. Called only by the polling thread.
     */
    void confirm(long position);

    /** How many frames a lossy subscription dropped, as far as the engine itself knows; gaps are counted above. */
    default long dropped() {
        return 0;
    }

    /** Closes without deleting the cursor of a named subscription. Idempotent. */
    @Override
    void close();
}
