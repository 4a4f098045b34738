package io.meridian.sdk.runtime;

/** The sidecar went away while a handler waited for it. Unwinds the handler; the runtime begins anew. */
final class LinkLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LinkLostException(String message) {
        super(message);
    }
}
