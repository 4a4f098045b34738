package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.BookSnapshotDecoder;
import org.agrona.DirectBuffer;

/** An order book by price level, best first; its levels are in the {@link #decoder}. */
public final class BookSnapshot extends MarketData {
    private final BookSnapshotDecoder decoder = new BookSnapshotDecoder();

    BookSnapshot() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new BookSnapshot();
    }

    @Override
    public long tsEvent() {
        return decoder.tsEvent();
    }

    @Override
    public long tsInit() {
        return decoder.tsInit();
    }

    @Override
    public String symbol() {
        decoder.getSymbol(texts().scratch, 0);
        return texts().take(BookSnapshotDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(BookSnapshotDecoder.venueLength());
    }

    public long venueSequence() {
        return decoder.venueSequence();
    }

    /** All its fields, exact. Valid as long as the event. */
    public BookSnapshotDecoder decoder() {
        return decoder;
    }

    @Override
    public BookSnapshot copy() {
        return (BookSnapshot) super.copy();
    }
}
