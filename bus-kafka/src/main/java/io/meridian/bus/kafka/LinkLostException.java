package io.meridian.bus.kafka;

/** The cluster cannot be reached just now. Never leaves this package. */
final class LinkLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LinkLostException(String message) {
        super(message);
    }
}
