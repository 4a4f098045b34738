package io.meridian.sidecar.state;

/** A stored file is not what was written. The message says what a person can do. */
public final class DamagedStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DamagedStateException(String message) {
        super(message);
    }
}
