package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.CashDecoder;
import org.agrona.DirectBuffer;

/** What a portfolio has of a currency. */
public final class Cash extends BookRecord {
    private final CashDecoder decoder = new CashDecoder();

    Cash() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new Cash();
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
        return texts().take(CashDecoder.portfolioLength());
    }

    public BookView view() {
        return decoder.view();
    }

    public double balance() {
        return number(decoder.balance());
    }

    public double available() {
        return number(decoder.available());
    }

    public double reserved() {
        return number(decoder.reserved());
    }

    /** All its fields, exact. Valid as long as the event. */
    public CashDecoder decoder() {
        return decoder;
    }

    @Override
    public Cash copy() {
        return (Cash) super.copy();
    }
}
