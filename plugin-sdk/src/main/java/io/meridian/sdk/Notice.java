package io.meridian.sdk;

/**
 * What happened to a subscription other than a message.
 *
 * @param pattern of the subscription
 * @param topic   where it happened, or empty
 * @param count   how many messages it is about
 */
public record Notice(Kind kind, String pattern, String topic, long count, String text) {
    /** What happened. */
    public enum Kind {
        /** Messages were lost on the way. */
        GAP,
        /** Messages did not fit and were dropped. */
        DROPPED,
        /** All old messages were delivered; what comes is new. */
        LIVE,
        /** The grant is gone: nothing more comes until one allows it again, and then it goes on by itself. */
        REVOKED,
        /** The bus is away. */
        CONNECTION_LOST,
        /** The bus is back. */
        CONNECTED,
        /** The subscription ended. */
        CLOSED
    }
}
