package io.meridian.sidecar;

/** Takes lines for people. Called from any thread; returns quickly. */
@FunctionalInterface
public interface SidecarLog {
    /** How loud a line is. */
    enum Level {
        INFO,
        WARN,
        ERROR
    }

    /** Says nothing. */
    SidecarLog NONE = (level, text) -> {};

    void line(Level level, String text);

    default void info(String text) {
        line(Level.INFO, text);
    }

    default void warn(String text) {
        line(Level.WARN, text);
    }

    default void error(String text) {
        line(Level.ERROR, text);
    }
}
