package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.Liquidity;
import io.meridian.plugin.contract.trading.Side;
import org.agrona.DirectBuffer;

/** A trade of ours. Two with the same trade id, side, price, quantity and venue are one. */
public final class Fill extends OrderReport {
    private final FillDecoder decoder = new FillDecoder();

    Fill() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new Fill();
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
        return ids().take(FillDecoder.orderIdLength());
    }

    @Override
    public String portfolio() {
        decoder.getPortfolio(texts().scratch, 0);
        return texts().take(FillDecoder.portfolioLength());
    }

    @Override
    public String symbol() {
        decoder.getSymbol(texts().scratch, 0);
        return texts().take(FillDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(FillDecoder.venueLength());
    }

    public String tradeId() {
        decoder.getTradeId(ids().scratch, 0);
        return ids().take(FillDecoder.tradeIdLength());
    }

    public String placementId() {
        decoder.getPlacementId(ids().scratch, 0);
        return ids().take(FillDecoder.placementIdLength());
    }

    public String venueOrderId() {
        decoder.getVenueOrderId(ids().scratch, 0);
        return ids().take(FillDecoder.venueOrderIdLength());
    }

    public String currency() {
        decoder.getCurrency(texts().scratch, 0);
        return texts().take(FillDecoder.currencyLength());
    }

    public Side side() {
        return decoder.side();
    }

    public FillKind kind() {
        return decoder.kind();
    }

    public Liquidity liquidity() {
        return decoder.liquidity();
    }

    public double price() {
        return number(decoder.price());
    }

    public double quantity() {
        return number(decoder.quantity());
    }

    /** Negative is a rebate. */
    public double fee() {
        return number(decoder.fee());
    }

    /** What it changes the position by: negative when it sold. */
    public double signedQuantity() {
        return side() == Side.BUY ? quantity() : -quantity();
    }

    /** All its fields, exact. Valid as long as the event. */
    public FillDecoder decoder() {
        return decoder;
    }

    @Override
    public Fill copy() {
        return (Fill) super.copy();
    }
}
