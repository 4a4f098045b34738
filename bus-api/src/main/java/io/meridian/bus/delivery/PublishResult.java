package io.meridian.bus.delivery;

/**
 * Result codes of an attempt to publish. A positive result is the message's sequence; everything else is one of these.
 * All but {@link #CLOSED} and {@link #TOO_LARGE} are worth another try later.
 */
public final class PublishResult {
    /** The log, the send queue or the resend buffer is full; try again after yielding. */
    public static final long BACK_PRESSURED = -1;

    /** There is no engine to talk to just now; it is being looked for. */
    public static final long NOT_CONNECTED = -2;

    /** No grant allows this topic. Ask {@code GrantTable.explain} for the rule. */
    public static final long DENIED = -3;

    /** The payload is larger than the engine takes; see {@code Capabilities.maxPayload}. */
    public static final long TOO_LARGE = -4;

    /** The publisher or its bus is closed. */
    public static final long CLOSED = -5;

    private PublishResult() {}

    /** The constant's name, or {@code sequence N} for a positive result. */
    public static String toString(long result) {
        if (result > 0) {
            return "sequence " + result;
        }
        return switch ((int) result) {
            case (int) BACK_PRESSURED -> "BACK_PRESSURED";
            case (int) NOT_CONNECTED -> "NOT_CONNECTED";
            case (int) DENIED -> "DENIED";
            case (int) TOO_LARGE -> "TOO_LARGE";
            case (int) CLOSED -> "CLOSED";
            default -> "unknown result " + result;
        };
    }
}
