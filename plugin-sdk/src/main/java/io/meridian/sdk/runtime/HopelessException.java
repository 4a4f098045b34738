package io.meridian.sdk.runtime;

/** The plugin cannot run as it was set up, and trying again would not help. Its text tells a person what to change. */
final class HopelessException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HopelessException(String message) {
        super(message, null, false, false);
    }
}
