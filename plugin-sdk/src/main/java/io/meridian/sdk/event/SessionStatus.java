package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.SessionState;
import io.meridian.plugin.contract.trading.SessionStatusDecoder;
import org.agrona.DirectBuffer;

/** How the connection to a venue is. */
public final class SessionStatus extends Event {
    private final SessionStatusDecoder decoder = new SessionStatusDecoder();

    SessionStatus() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new SessionStatus();
    }

    @Override
    public long tsEvent() {
        return decoder.tsEvent();
    }

    @Override
    public long tsInit() {
        return decoder.tsInit();
    }

    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(SessionStatusDecoder.venueLength());
    }

    public String session() {
        decoder.getSession(texts().scratch, 0);
        return texts().take(SessionStatusDecoder.sessionLength());
    }

    public SessionState state() {
        return decoder.state();
    }

    public SessionState previousState() {
        return decoder.previousState();
    }

    public long roundTripNs() {
        return decoder.roundTrip();
    }

    /** Why. Allocates. */
    public String reason() {
        decoder.sbeRewind();
        return decoder.reason();
    }

    /** All its fields, exact. Valid as long as the event. */
    public SessionStatusDecoder decoder() {
        return decoder;
    }

    @Override
    public SessionStatus copy() {
        return (SessionStatus) super.copy();
    }
}
