package io.meridian.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.MarketRow;
import io.meridian.marketfiles.RowDecoder;
import io.meridian.marketfiles.Selection;
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
import io.meridian.storage.market.Page;
import io.meridian.storage.market.TradeMinutes;
import io.meridian.storage.trading.TradingTable;
import java.time.Duration;
import java.util.Set;
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

    /** Removes what is older of all kinds. @return how many rows */
    public static long removeBefore(MarketStore store, long timeNs) {
        long removed = 0;
        for (DataKind kind : DataKind.values()) {
            removed += store.removeBefore(kind, timeNs);
        }
        return removed;
    }

    /** Trades of four hours, one of them before 1970 and one imported. */
    public static RowBatch tradesOfFourHours() {
        RowBatch batch = new RowBatch();
        Rows rows = new Rows();
        for (long time : new long[] {-1, 5, 6, 3 * TradeMinutes.HOUR_NS}) {
            rows.trade(batch, time, "A", "t", Decimal.of(5), Decimal.of(1));
        }
        rows.trade(batch, 9 * TradeMinutes.HOUR_NS, "A", "t", Decimal.of(5), Decimal.of(1), RowBatch.IMPORTED);
        return batch;
    }

    /** What a store of any version takes, and {@link #assertBroughtForward} finds again. */
    public static final String INSTRUMENT =
            "INSERT INTO instruments VALUES ('XNAS', 'A', 'USD', 'EQUITY', 1, 2, 1, 0, 2, 'An old one')";

    /** It has what it had, and takes and gives all there is by now. */
    public static void assertBroughtForward(MarketStore store) {
        assertEquals("An old one", store.instruments().getFirst().title());
        store.append(tradesOfFourHours());
        assertEquals(5, store.total().rows());
        assertEquals(Set.of(TradingTable.values()), store.trading().counts().keySet());
        sumUp(store);
        assertEquals(
                4,
                store.market()
                        .bars(Selection.all(), TradeMinutes.MINUTE_NS, null, new Page(10, Duration.ofSeconds(30)))
                        .size());
    }

    /** @return how many hours of trades it summed up, until there were no more */
    public static int sumUp(MarketStore store) {
        int hours = 0;
        while (store.rollUp(Duration.ZERO)) {
            hours++;
        }
        return hours;
    }

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
        trade(batch, timeNs, symbol, id, price, size, ++sequence);
    }

    void trade(RowBatch batch, long timeNs, String symbol, String id, Decimal price, Decimal size, long number) {
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
        add(batch, DataKind.TRADE, number);
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
