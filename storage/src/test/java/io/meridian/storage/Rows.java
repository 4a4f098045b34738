package io.meridian.storage;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.MarketRow;
import io.meridian.marketfiles.RowDecoder;
import io.meridian.plugin.contract.trading.BarEncoder;
import io.meridian.plugin.contract.trading.BarKind;
import io.meridian.plugin.contract.trading.BarSource;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TradeEncoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import org.agrona.ExpandableArrayBuffer;

/** Makes rows as they come from the bus: out of messages. */
public final class Rows {
    /** Who published them. */
    static final int SOURCE = 7;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final RowDecoder decoder = new RowDecoder();
    private String venue = "XNAS";
    private long sequence;

    /** Where what comes next is from. */
    Rows at(String newVenue) {
        venue = newVenue;
        return this;
    }

    /** A number of so many digits after the point; null: there is none. */
    public static Decimal number(String text) {
        return text == null ? null : Decimal.parse(text);
    }

    public void quote(RowBatch batch, long timeNs, String symbol, Decimal bid, Decimal ask) {
        QuoteEncoder quote = new QuoteEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .symbol(symbol)
                .venue(venue)
                .currency("USD");
        put(quote.bidPrice(), bid);
        put(quote.bidSize(), bid == null ? null : Decimal.of(100));
        put(quote.askPrice(), ask);
        put(quote.askSize(), ask == null ? null : Decimal.of(200));
        add(batch, DataKind.QUOTE, ++sequence);
    }

    public void trade(RowBatch batch, long timeNs, String symbol, String id, Decimal price, Decimal size) {
        TradeEncoder trade = new TradeEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .symbol(symbol)
                .venue(venue)
                .currency("USD")
                .tradeId(id)
                .aggressor(Side.NULL_VAL);
        put(trade.price(), price);
        put(trade.size(), size);
        add(batch, DataKind.TRADE, ++sequence);
    }

    public void bar(
            RowBatch batch, long timeNs, long periodNs, String symbol, Decimal price, Decimal volume, long number) {
        bar(batch, timeNs, periodNs, symbol, new Decimal[] {price, price, price, price}, volume, number);
    }

    /** @param prices open, high, low and close */
    void bar(RowBatch batch, long timeNs, long periodNs, String symbol, Decimal[] prices, Decimal volume, long number) {
        BarEncoder bar = new BarEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .begin(timeNs - periodNs)
                .period(periodNs)
                .symbol(symbol)
                .venue(venue)
                .currency("EUR")
                .kind(BarKind.TIME)
                .source(BarSource.TRADES);
        put(bar.openPrice(), prices[0]);
        put(bar.highPrice(), prices[1]);
        put(bar.lowPrice(), prices[2]);
        put(bar.closePrice(), prices[3]);
        put(bar.volume(), volume);
        add(batch, DataKind.BAR, number);
    }

    private void add(RowBatch batch, DataKind kind, long number) {
        MarketRow row = batch.next(kind);
        decoder.decode(buffer, 0, buffer.capacity(), row);
        batch.accept(kind, SOURCE, number);
    }

    private static void put(DecimalEncoder to, Decimal number) {
        to.mantissa(number == null ? Decimals.ABSENT : number.mantissa())
                .scale((byte) (number == null ? 0 : number.scale()));
    }
}
