package io.meridian.conformance;

/** A plugin did not do what it must; or the check does not concern it. */
public final class CheckFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean skipped;

    CheckFailedException(String message, boolean skipped) {
        super(message, null, false, false);
        this.skipped = skipped;
    }

    boolean skipped() {
        return skipped;
    }
}
