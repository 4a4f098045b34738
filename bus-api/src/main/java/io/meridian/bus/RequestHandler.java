package io.meridian.bus;

/** Answers requests, on the thread that polls the responder. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * One request, valid only during the call. Answer now with {@code reply.send}, or keep {@code reply.keep()} and answer
     * later from the same thread.
     */
    void onRequest(Message request, Reply reply);
}
