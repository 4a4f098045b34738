package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.PlacementDecoder;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.Side;
import org.agrona.DirectBuffer;

/** A part of an order at one venue. */
public final class Placement extends OrderReport {
    private final PlacementDecoder decoder = new PlacementDecoder();

    Placement() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new Placement();
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
    public String orderId() {
        decoder.getOrderId(ids().scratch, 0);
        return ids().take(PlacementDecoder.orderIdLength());
    }

    @Override
    public String portfolio() {
        decoder.getPortfolio(texts().scratch, 0);
        return texts().take(PlacementDecoder.portfolioLength());
    }

    @Override
    public String symbol() {
        decoder.getSymbol(texts().scratch, 0);
        return texts().take(PlacementDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(PlacementDecoder.venueLength());
    }

    public String placementId() {
        decoder.getPlacementId(ids().scratch, 0);
        return ids().take(PlacementDecoder.placementIdLength());
    }

    public String venueOrderId() {
        decoder.getVenueOrderId(ids().scratch, 0);
        return ids().take(PlacementDecoder.venueOrderIdLength());
    }

    public String currency() {
        decoder.getCurrency(texts().scratch, 0);
        return texts().take(PlacementDecoder.currencyLength());
    }

    public Side side() {
        return decoder.side();
    }

    public PlacementState state() {
        return decoder.state();
    }

    public double quantity() {
        return number(decoder.quantity());
    }

    public double filledQuantity() {
        return number(decoder.filledQuantity());
    }

    public double limitPrice() {
        return number(decoder.limitPrice());
    }

    /** All its fields, exact. Valid as long as the event. */
    public PlacementDecoder decoder() {
        return decoder;
    }

    @Override
    public Placement copy() {
        return (Placement) super.copy();
    }
}
