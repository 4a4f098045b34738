package io.meridian.conformance.stage;

/** A plugin that was started. */
public interface Running extends AutoCloseable {
    boolean isAlive();

    /** Asks it to end, as the platform does. */
    void terminate();

    /** Ends it without asking. */
    void kill();

    /** Waits for its end. */
    boolean await(long timeoutMs);

    /** What it ended with. */
    int exitCode();

    /** The end of what it wrote. */
    String output();

    @Override
    default void close() {
        if (isAlive()) {
            kill();
        }
    }
}
