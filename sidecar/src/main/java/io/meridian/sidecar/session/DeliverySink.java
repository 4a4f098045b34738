package io.meridian.sidecar.session;

import io.meridian.plugin.contract.proto.Notice;

/** Takes what comes from one subscription, on the loop's thread. */
public interface DeliverySink {
    /**
     * One message, valid only during the call.
     *
     * @return false when there is no room now; it is offered again
     */
    boolean deliver(Delivered message);

    /** Whether a payload of so many bytes can ever be delivered this way; one that cannot becomes a dead letter or is dropped. */
    default boolean fits(int length) {
        return true;
    }

    /** Something other than a message happened. Always taken. */
    void notice(Notice notice);
}
