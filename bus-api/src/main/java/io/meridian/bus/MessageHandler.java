package io.meridian.bus;

/** Takes messages, on the thread that polls the subscription. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * One message, valid only during the call: copy what must stay.
     *
     * <p>On the fast profile every verdict but ACCEPT is only counted and reported: what is not stored cannot be delivered
     * again.
     */
    Verdict onMessage(Message message);
}
