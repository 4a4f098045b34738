package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.BookUpdateDecoder;
import org.agrona.DirectBuffer;

/** Changes of an order book, by price level; they are in the {@link #decoder}. */
public final class BookUpdate extends MarketData {
    private final BookUpdateDecoder decoder = new BookUpdateDecoder();

    BookUpdate() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new BookUpdate();
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
        return texts().take(BookUpdateDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(BookUpdateDecoder.venueLength());
    }

    public long venueSequence() {
        return decoder.venueSequence();
    }

    public long previousSequence() {
        return decoder.previousSequence();
    }

    /** All its fields, exact. Valid as long as the event. */
    public BookUpdateDecoder decoder() {
        return decoder;
    }

    @Override
    public BookUpdate copy() {
        return (BookUpdate) super.copy();
    }
}
