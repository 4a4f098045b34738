package io.meridian.bus;

import org.agrona.ExpandableArrayBuffer;

/** A delivered message that is not decided yet, with its bytes, so that it can be delivered again. Pooled. */
final class PendingMessage {
    /** Why it is kept. */
    enum State {
        /** The handler will settle it. */
        HELD,
        /** It is delivered again when due. */
        RETRYING,
        /** It is on its way to the dead letters. */
        DYING
    }

    final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(512);
    State state;
    TopicState topic;
    int envelopeLength;
    int payloadLength;
    long position;
    long token;
    int attempt;
    long dueNs;
    long deadLetterSequence;
    String reason;
}
