package io.meridian.storage;

/**
 * A store cannot be reached, or has no room or no time. What was to be written may be given to it again, by the same call with the same things, until it
 * takes it: nothing is then stored twice.
 */
public final class StoreAwayException extends StoreException {
    private static final long serialVersionUID = 1L;

    public StoreAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
