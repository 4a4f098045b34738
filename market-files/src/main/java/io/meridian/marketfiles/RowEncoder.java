package io.meridian.marketfiles;

import io.meridian.plugin.contract.trading.BarEncoder;
import io.meridian.plugin.contract.trading.BarKind;
import io.meridian.plugin.contract.trading.BarSource;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TradeEncoder;
import org.agrona.MutableDirectBuffer;

/** Writes rows as messages of the trading schema, digit for digit. For one thread; allocates nothing. */
public final class RowEncoder {
    /** The version of the schema that is written. */
    public static final int VERSION = MessageHeaderEncoder.SCHEMA_VERSION;

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final QuoteEncoder quote = new QuoteEncoder();
    private final TradeEncoder trade = new TradeEncoder();
    private final BarEncoder bar = new BarEncoder();

    /** How many bytes {@link #encode} writes. */
    public static int length(MarketRow row) {
        return HEADER
                + switch (row.kind()) {
                    case QUOTE -> QuoteEncoder.BLOCK_LENGTH;
                    case TRADE -> TradeEncoder.BLOCK_LENGTH;
                    case BAR -> BarEncoder.BLOCK_LENGTH;
                };
    }

    /**
     * @param initNs when the message is made
     * @return how many bytes were written
     */
    public int encode(MarketRow row, long initNs, MutableDirectBuffer buffer, int offset) {
        switch (row.kind()) {
            case QUOTE -> quote(row, initNs, buffer, offset);
            case TRADE -> trade(row, initNs, buffer, offset);
            case BAR -> bar(row, initNs, buffer, offset);
        }
        return length(row);
    }

    private void quote(MarketRow row, long initNs, MutableDirectBuffer buffer, int offset) {
        quote.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(row.timeNs)
                .tsInit(initNs)
                .symbol(row.symbol)
                .venue(row.venue)
                .currency(row.currency);
        number(quote.bidPrice(), row, Field.BID);
        number(quote.bidSize(), row, Field.BID_SIZE);
        number(quote.askPrice(), row, Field.ASK);
        number(quote.askSize(), row, Field.ASK_SIZE);
    }

    private void trade(MarketRow row, long initNs, MutableDirectBuffer buffer, int offset) {
        trade.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(row.timeNs)
                .tsInit(initNs)
                .symbol(row.symbol)
                .venue(row.venue)
                .currency(row.currency)
                .tradeId(row.tradeId)
                .aggressor(Side.NULL_VAL)
                .flags()
                .clear();
        number(trade.price(), row, Field.PRICE);
        number(trade.size(), row, Field.SIZE);
    }

    private void bar(MarketRow row, long initNs, MutableDirectBuffer buffer, int offset) {
        bar.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(row.timeNs)
                .tsInit(initNs)
                .begin(row.timeNs - row.periodNs)
                .period(row.periodNs)
                .symbol(row.symbol)
                .venue(row.venue)
                .currency(row.currency)
                .trades(0)
                .kind(BarKind.TIME)
                .source(BarSource.TRADES)
                .flags()
                .clear();
        number(bar.openPrice(), row, Field.OPEN);
        number(bar.highPrice(), row, Field.HIGH);
        number(bar.lowPrice(), row, Field.LOW);
        number(bar.closePrice(), row, Field.CLOSE);
        number(bar.volume(), row, Field.VOLUME);
        bar.averagePrice().mantissa(DecimalEncoder.mantissaNullValue()).scale((byte) 0);
    }

    private static void number(DecimalEncoder to, MarketRow row, Field field) {
        to.mantissa(row.mantissaAt(field.place())).scale((byte) row.scaleAt(field.place()));
    }
}
