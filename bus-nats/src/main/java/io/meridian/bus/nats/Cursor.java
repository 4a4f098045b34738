package io.meridian.bus.nats;

import io.nats.client.JetStreamApiException;
import java.io.IOException;

/**
 * How a durable subscription finds its place in the stream. The polling thread calls {@link #started}, {@link #receive} and
 * {@link #confirmed}; the others come from whoever attaches or closes.
 */
interface Cursor {
    /** What to do with a message that came. */
    enum Receipt {
        /** Hand it over. */
        NEW,
        /** Keep it until all that must come first is there, then hand it over in the order of the stream. */
        EARLY,
        /** It was handed over before by this very subscription. */
        OLD,
        /** Something before it is missing: begin again. */
        BROKEN
    }

    /** Whether the server keeps it, so messages must be acknowledged. */
    boolean isKept();

    /** Finds or makes the consumer, and an inbox to pull into; null when it is too early, and to be tried again. */
    PullInbox open(Session session) throws IOException, JetStreamApiException, InterruptedException;

    /** The first look into a new inbox. */
    void started();

    /** A message came. */
    Receipt receive(AckSubject place);

    /** A message that was kept is about to be handed over. */
    default Receipt receiveInOrder(AckSubject place) {
        return receive(place);
    }

    /** Whether what must come first is not all there yet. */
    default boolean isGathering() {
        return false;
    }

    /** So many different messages are kept now. */
    default void gathered(int count) {}

    /** Everything handed over up to this stream sequence is done with. */
    void confirmed(long streamSequence);

    /** Has the server forget requests whose inbox is gone. */
    void dropRequests(Session session);

    /** The subscription is closed. */
    void end(Session session);
}
