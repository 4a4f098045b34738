package io.meridian.sdk;

import java.util.LinkedHashMap;
import java.util.Map;

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

    /**
     * For a runtime: the fields of a line by name, in their order.
     *
     * @throws IllegalArgumentException when a name has no value
     */
    static Map<String, String> named(Object... fields) {
        if (fields.length % 2 != 0) {
            throw new IllegalArgumentException("fields=" + fields.length + ": names and values must come in turn");
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            named.put(String.valueOf(fields[i]), String.valueOf(fields[i + 1]));
        }
        return named;
    }

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
