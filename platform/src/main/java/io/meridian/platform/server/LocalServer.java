package io.meridian.platform.server;

import io.meridian.devservers.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What one engine needs on this machine, in processes of its own. Started once. */
public interface LocalServer extends AutoCloseable {
    /** The engine it serves. */
    String engine();

    /** Starts it and waits until it is ready. */
    void start();

    /** The environment variables with which every process of the machine finds it. */
    Map<String, String> environment();

    /** One line on what runs where, for a person. */
    String description();

    /** Its process, once started. */
    ServerProcess process();

    /** Folders outside its own that must not outlive it, though a killed process may leave them. */
    default List<Path> leavings() {
        return List.of();
    }

    /** Whether it runs. */
    default boolean isAlive() {
        return process() != null && process().isAlive();
    }

    /** Ends it politely. What is stored stays. */
    @Override
    default void close() {
        if (process() != null) {
            process().stop();
        }
    }
}
