package io.meridian.sidecar.session;

import io.meridian.plugin.contract.proto.IncomingRequest;

/** Takes the requests that come to one responder, on the loop's thread. */
@FunctionalInterface
public interface ResponderSink {
    /** One request; its number is given back with the answer. */
    void onRequest(IncomingRequest request);
}
