package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.BookSnapshotDecoder;
import org.agrona.DirectBuffer;

/** An order book by price level. */
public final class BookSnapshot extends MarketData {
    private final BookSnapshotDecoder decoder = new BookSnapshotDecoder();
    private final BookLevels bids = new BookLevels();
    private final BookLevels asks = new BookLevels();
    private int levelsAt;

    BookSnapshot() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
        levelsAt = offset + blockLength;
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

    public String currency() {
        decoder.getCurrency(texts().scratch, 0);
        return texts().take(BookSnapshotDecoder.currencyLength());
    }

    public long venueSequence() {
        return decoder.venueSequence();
    }

    /** What is bid for, the highest price first. The same object each time. */
    public BookLevels bids() {
        bids.wrap(message().buffer(), levelsAt, end());
        return bids;
    }

    /** What is offered, the lowest price first. The same object each time. */
    public BookLevels asks() {
        asks.wrap(message().buffer(), bids.wrap(message().buffer(), levelsAt, end()), end());
        return asks;
    }

    private int end() {
        return message().offset() + message().length();
    }

    /** Halfway between the best bid and the best offer; NaN when one is missing. */
    public double mid() {
        return (bids().price(0) + asks().price(0)) / 2;
    }

    /** The best offer less the best bid; NaN when one is missing. */
    public double spread() {
        return asks().price(0) - bids().price(0);
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
