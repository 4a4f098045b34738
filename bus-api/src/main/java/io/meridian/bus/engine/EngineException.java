package io.meridian.bus.engine;

/** An engine cannot go on. The message says what happened, why, and what to do next, in words for a person. */
public class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the whole story in {@code message}. */
    public EngineException(String message) {
        super(message);
    }

    /** With the engine client's own failure beneath. */
    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
