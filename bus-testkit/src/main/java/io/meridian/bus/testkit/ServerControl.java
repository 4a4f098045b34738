package io.meridian.bus.testkit;

/**
 * The server an engine needs, in the hands of the suite. What the server has stored survives {@link #stop} and
 * {@link #kill}, and it comes back on the same address.
 */
public interface ServerControl {
    /** Starts it and returns when it answers. Does nothing when it runs. */
    void start();

    /** Ends it as an operator would. Does nothing when it does not run. */
    void stop();

    /** Ends it at once, as {@code kill -9} does. Does nothing when it does not run. */
    void kill();

    /** Whether it runs. */
    boolean isRunning();
}
