package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TradeDecoder;
import org.agrona.DirectBuffer;

/** A trade somebody made on the market. */
public final class Trade extends MarketData {
    private final TradeDecoder decoder = new TradeDecoder();

    Trade() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new Trade();
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
        return texts().take(TradeDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(TradeDecoder.venueLength());
    }

    public String currency() {
        decoder.getCurrency(texts().scratch, 0);
        return texts().take(TradeDecoder.currencyLength());
    }

    /** The venue's. */
    public String tradeId() {
        decoder.getTradeId(ids().scratch, 0);
        return ids().take(TradeDecoder.tradeIdLength());
    }

    public double price() {
        return number(decoder.price());
    }

    public double size() {
        return number(decoder.size());
    }

    /** Who took the liquidity; {@code NULL_VAL} when not known. */
    public Side aggressor() {
        return decoder.aggressor();
    }

    /** All its fields, exact. Valid as long as the event. */
    public TradeDecoder decoder() {
        return decoder;
    }

    @Override
    public Trade copy() {
        return (Trade) super.copy();
    }
}
