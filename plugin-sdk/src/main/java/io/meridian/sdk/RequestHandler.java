package io.meridian.sdk;

import io.meridian.sdk.event.Message;

/** Answers requests. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Answers a request, now or later.
     *
     * @param request valid only during the call
     * @param answer  takes the answer, once; also after the call
     */
    void onRequest(Message request, Answer answer);

    /** Takes the answer to one request. For the plugin's thread. */
    interface Answer {
        void send(int schemaId, int schemaVersion, byte[] payload);
    }
}
