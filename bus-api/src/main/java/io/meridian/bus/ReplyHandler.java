package io.meridian.bus;

/** Takes what becomes of one request, on the thread that polls the requester. Exactly one method is called, once. */
public interface ReplyHandler {
    /** The answer, valid only during the call. */
    void onReply(Message reply);

    /** Somebody took the request, but no answer came in time. */
    void onTimeout();

    /** Nobody took the request in time: there is no responder, or it is stuck. */
    void onNoResponder();
}
