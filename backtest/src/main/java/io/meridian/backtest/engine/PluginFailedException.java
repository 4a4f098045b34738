package io.meridian.backtest.engine;

import java.time.Instant;

/** A plugin threw. What would follow is not what it decided, so the run ends. */
public final class PluginFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PluginFailedException(String instance, String where, long atNs, Throwable cause) {
        super(
                "plugin=" + instance + " threw at " + Instant.ofEpochSecond(0, atNs) + " while it handled " + where
                        + ": "
                        + cause
                        + (cause.getStackTrace().length == 0 ? "" : " at " + cause.getStackTrace()[0]),
                cause);
    }
}
