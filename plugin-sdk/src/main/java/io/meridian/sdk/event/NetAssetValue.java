package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.NetAssetValueDecoder;
import org.agrona.DirectBuffer;

/** What a portfolio is worth. */
public final class NetAssetValue extends BookRecord {
    private final NetAssetValueDecoder decoder = new NetAssetValueDecoder();

    NetAssetValue() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new NetAssetValue();
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
    public String portfolio() {
        decoder.getPortfolio(texts().scratch, 0);
        return texts().take(NetAssetValueDecoder.portfolioLength());
    }

    public BookView view() {
        return decoder.view();
    }

    public double value() {
        return number(decoder.value());
    }

    public double cash() {
        return number(decoder.cash());
    }

    public double grossExposure() {
        return number(decoder.grossExposure());
    }

    public double netExposure() {
        return number(decoder.netExposure());
    }

    /** All its fields, exact. Valid as long as the event. */
    public NetAssetValueDecoder decoder() {
        return decoder;
    }

    @Override
    public NetAssetValue copy() {
        return (NetAssetValue) super.copy();
    }
}
