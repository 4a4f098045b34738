package io.meridian.sdk;

/**
 * Lines for the platform's log, with named values rather than values inside the text. Never waits: what does not fit is
 * dropped and counted.
 *
 * <pre>{@code log().info("took profit", "symbol", symbol, "gain", gain);}</pre>
 */
public interface Log {
    /** How much a line matters. */
    enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /**
     * Writes a line.
     *
     * @param fields names and values in turn
     * @throws IllegalArgumentException when a name has no value
     */
    void log(Level level, String text, Object... fields);

    default void debug(String text, Object... fields) {
        log(Level.DEBUG, text, fields);
    }

    default void info(String text, Object... fields) {
        log(Level.INFO, text, fields);
    }

    default void warn(String text, Object... fields) {
        log(Level.WARN, text, fields);
    }

    default void error(String text, Object... fields) {
        log(Level.ERROR, text, fields);
    }
}
