package io.meridian.bus;

import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.MessageContext;
import org.agrona.DirectBuffer;

/** The way back to one requester. */
public final class Reply {
    private final Responder responder;
    private final MessageContext context = new MessageContext();
    private int requester;
    private boolean sent;
    private boolean kept;

    Reply(Responder responder) {
        this.responder = responder;
    }

    Reply to(Message request) {
        request.follow(context).flags(EnvelopeLayout.FLAG_REPLY);
        requester = request.source();
        sent = false;
        kept = false;
        return this;
    }

    /**
     * Sends the answer.
     *
     * @return a positive number, or a result code; on BACK_PRESSURED and NOT_CONNECTED it may be sent again
     */
    public long send(DirectBuffer payload, int offset, int length) {
        if (sent) {
            throw new IllegalStateException("reply to requester=" + requester + " was sent already");
        }
        long result = responder.send(requester, context, payload, offset, length);
        sent = result > 0;
        return result;
    }

    /** Keeps this reply beyond the call, to be sent later; the requester is told that its request was taken. */
    public Reply keep() {
        kept = true;
        return this;
    }

    boolean isSent() {
        return sent;
    }

    boolean isKept() {
        return kept;
    }
}
