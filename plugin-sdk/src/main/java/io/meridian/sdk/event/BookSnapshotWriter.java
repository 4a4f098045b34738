package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.BookSnapshotEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import org.agrona.MutableDirectBuffer;

/** Writes order books into a buffer, such as room claimed of a publisher. For one thread; allocates nothing. */
public final class BookSnapshotWriter {
    private static final int EMPTY = MessageHeaderEncoder.ENCODED_LENGTH
            + BookSnapshotEncoder.BLOCK_LENGTH
            + BookSnapshotEncoder.BidsEncoder.HEADER_SIZE
            + BookSnapshotEncoder.AsksEncoder.HEADER_SIZE;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final BookSnapshotEncoder book = new BookSnapshotEncoder();

    /** How many bytes a book of these levels takes. */
    public static int length(BookDepth depth) {
        return EMPTY
                + depth.bids.count * BookSnapshotEncoder.BidsEncoder.sbeBlockLength()
                + depth.asks.count * BookSnapshotEncoder.AsksEncoder.sbeBlockLength();
    }

    /** @param venueSequence the venue's number of the last change in it, 0 when it gives none */
    public void book(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String venue,
            String symbol,
            String currency,
            long venueSequence,
            BookDepth depth) {
        book.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .venueSequence(venueSequence)
                .symbol(symbol)
                .venue(venue)
                .currency(currency);
        BookDepth.Side side = depth.bids;
        BookSnapshotEncoder.BidsEncoder bids = book.bidsCount(side.count);
        for (int i = 0; i < side.count; i++) {
            bids.next().orders(side.orders[i]);
            EventWriter.number(bids.price(), side.prices[i]);
            EventWriter.number(bids.size(), side.sizes[i]);
        }
        side = depth.asks;
        BookSnapshotEncoder.AsksEncoder asks = book.asksCount(side.count);
        for (int i = 0; i < side.count; i++) {
            asks.next().orders(side.orders[i]);
            EventWriter.number(asks.price(), side.prices[i]);
            EventWriter.number(asks.size(), side.sizes[i]);
        }
    }
}
