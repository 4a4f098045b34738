package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.BarEncoder;
import io.meridian.plugin.contract.trading.BarKind;
import io.meridian.plugin.contract.trading.BarSource;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.plugin.contract.trading.InsightEncoder;
import io.meridian.plugin.contract.trading.Liquidity;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.PositionEncoder;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TargetPositionEncoder;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.trading.TradeEncoder;
import org.agrona.MutableDirectBuffer;

/**
 * Writes events of the trading schema into a buffer, such as room claimed of a publisher. Needs as many bytes as the
 * constants say. Numbers given as {@code double} are written as the shortest exact number that reads back as the same;
 * {@code NaN} writes none. For one thread; allocates nothing.
 */
public final class EventWriter {
    /** The version of the schema that is written. */
    public static final int VERSION = MessageHeaderEncoder.SCHEMA_VERSION;

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int EMPTY_TEXT = 2;

    public static final int QUOTE = HEADER + QuoteEncoder.BLOCK_LENGTH;
    public static final int TRADE = HEADER + TradeEncoder.BLOCK_LENGTH;
    public static final int BAR = HEADER + BarEncoder.BLOCK_LENGTH;
    public static final int INSIGHT = HEADER + InsightEncoder.BLOCK_LENGTH;
    public static final int TARGET_POSITION = HEADER + TargetPositionEncoder.BLOCK_LENGTH;
    public static final int NEW_ORDER = HEADER + NewOrderEncoder.BLOCK_LENGTH + EMPTY_TEXT;
    public static final int CANCEL_ORDER = HEADER + CancelOrderEncoder.BLOCK_LENGTH + EMPTY_TEXT;
    public static final int FILL = HEADER + FillEncoder.BLOCK_LENGTH;
    public static final int POSITION = HEADER + PositionEncoder.BLOCK_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final QuoteEncoder quote = new QuoteEncoder();
    private final TradeEncoder trade = new TradeEncoder();
    private final BarEncoder bar = new BarEncoder();
    private final InsightEncoder insight = new InsightEncoder();
    private final TargetPositionEncoder target = new TargetPositionEncoder();
    private final NewOrderEncoder order = new NewOrderEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final FillEncoder fill = new FillEncoder();
    private final PositionEncoder position = new PositionEncoder();

    public void quote(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String venue,
            String symbol,
            String currency,
            double bid,
            double bidSize,
            double ask,
            double askSize) {
        quote.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .symbol(symbol)
                .venue(venue)
                .currency(currency);
        number(quote.bidPrice(), bid);
        number(quote.bidSize(), bidSize);
        number(quote.askPrice(), ask);
        number(quote.askSize(), askSize);
    }

    public void trade(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String venue,
            String symbol,
            String currency,
            String tradeId,
            double price,
            double size) {
        trade.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .symbol(symbol)
                .venue(venue)
                .currency(currency)
                .tradeId(tradeId)
                .aggressor(Side.NULL_VAL)
                .flags()
                .clear();
        number(trade.price(), price);
        number(trade.size(), size);
    }

    /** The trade that was just written was made in an auction. */
    public void inAuction() {
        trade.flags().auction(true);
    }

    /** A bar made of trades, over a stretch of time that ends at {@code timeNs}. */
    public void bar(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            long periodNs,
            String venue,
            String symbol,
            String currency,
            double open,
            double high,
            double low,
            double close,
            double volume) {
        bar.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .begin(timeNs - periodNs)
                .period(periodNs)
                .symbol(symbol)
                .venue(venue)
                .currency(currency)
                .trades(0)
                .kind(BarKind.TIME)
                .source(BarSource.TRADES)
                .flags()
                .clear();
        number(bar.openPrice(), open);
        number(bar.highPrice(), high);
        number(bar.lowPrice(), low);
        number(bar.closePrice(), close);
        number(bar.volume(), volume);
        number(bar.averagePrice(), Double.NaN);
    }

    public void insight(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String model,
            String venue,
            String symbol,
            InsightDirection direction,
            double magnitude,
            double confidence,
            long periodNs) {
        insight.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .generatedAt(timeNs)
                .closeAt(periodNs == 0 ? 0 : timeNs + periodNs)
                .period(periodNs)
                .symbol(symbol)
                .venue(venue)
                .sourceModel(model)
                .direction(direction);
        number(insight.magnitude(), magnitude);
        number(insight.confidence(), confidence);
    }

    public void targetPosition(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String portfolio,
            String model,
            String venue,
            String symbol,
            String currency,
            double quantity,
            double limitPrice) {
        target.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .completeBy(0)
                .portfolio(portfolio)
                .sourceModel(model)
                .symbol(symbol)
                .venue(venue)
                .currency(currency);
        number(target.quantity(), quantity);
        number(target.limitPrice(), limitPrice);
    }

    /** A market order, or a limit order when there is a limit; for the day, straight to the venue. */
    public void newOrder(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String orderId,
            String portfolio,
            String model,
            String venue,
            String symbol,
            String currency,
            Side side,
            double quantity,
            double limitPrice) {
        newOrder(
                buffer,
                offset,
                timeNs,
                orderId,
                "",
                portfolio,
                model,
                venue,
                symbol,
                currency,
                side,
                quantity,
                limitPrice);
    }

    /** As the other, of an order that is a part of another. */
    public void newOrder(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String orderId,
            String parentId,
            String portfolio,
            String model,
            String venue,
            String symbol,
            String currency,
            Side side,
            double quantity,
            double limitPrice) {
        order.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .expireAt(0)
                .startAt(0)
                .endAt(0)
                .orderId(orderId)
                .parentId(parentId)
                .portfolio(portfolio)
                .account("")
                .sourceModel(model)
                .symbol(symbol)
                .venue(venue)
                .currency(currency)
                .side(side)
                .orderType(Double.isNaN(limitPrice) ? OrderType.MARKET : OrderType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .algorithm(Algorithm.DIRECT)
                .flags()
                .clear();
        number(order.quantity(), quantity);
        number(order.limitPrice(), limitPrice);
        number(order.stopPrice(), Double.NaN);
        number(order.displayQuantity(), Double.NaN);
        number(order.participation(), Double.NaN);
        order.note("");
    }

    /** How long the order that was just written stays open. */
    public void force(TimeInForce force) {
        order.timeInForce(force);
    }

    public void cancelOrder(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String orderId,
            String requestId,
            String portfolio,
            String venue,
            String symbol) {
        cancel.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .orderId(orderId)
                .requestId(requestId)
                .portfolio(portfolio)
                .symbol(symbol)
                .venue(venue)
                .note("");
    }

    public void fill(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String tradeId,
            String orderId,
            String portfolio,
            String venue,
            String symbol,
            String currency,
            Side side,
            double quantity,
            double price) {
        fill(buffer, offset, timeNs, tradeId, orderId, "", portfolio, venue, symbol, currency, side, quantity, price);
    }

    /** As the other, of an order that went to the venue in parts. */
    public void fill(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String tradeId,
            String orderId,
            String placementId,
            String portfolio,
            String venue,
            String symbol,
            String currency,
            Side side,
            double quantity,
            double price) {
        fill.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .tradeId(tradeId)
                .orderId(orderId)
                .placementId(placementId)
                .venueOrderId("")
                .referencedTradeId("")
                .portfolio(portfolio)
                .symbol(symbol)
                .venue(venue)
                .currency(currency)
                .tradeDate(0)
                .settlementDate(0)
                .side(side)
                .kind(FillKind.NEW)
                .liquidity(Liquidity.TAKER);
        number(fill.price(), price);
        number(fill.quantity(), quantity);
        fill.fee().mantissa(0).scale((byte) 0).currency(currency);
    }

    /** What the fill that was just written came with. */
    public void terms(TradeTerms terms) {
        fill.tradeDate(terms.tradeDate()).settlementDate(terms.settlementDate()).liquidity(terms.liquidity());
        int scale = Numbers.scale(terms.fee());
        fill.fee()
                .mantissa(Numbers.mantissa(terms.fee(), scale))
                .scale((byte) scale)
                .currency(terms.feeCurrency());
    }

    /** A position of the trade-date book. */
    public void position(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String portfolio,
            String venue,
            String symbol,
            String currency,
            double quantity,
            double averagePrice) {
        position.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .portfolio(portfolio)
                .symbol(symbol)
                .venue(venue)
                .currency(currency)
                .view(BookView.TRADE_DATE);
        number(position.quantity(), quantity);
        number(position.averagePrice(), averagePrice);
        number(position.marketPrice(), Double.NaN);
        position.realisedGain().mantissa(0).scale((byte) 0).currency(currency);
        position.unrealisedGain().mantissa(0).scale((byte) 0).currency(currency);
        position.fees().mantissa(0).scale((byte) 0).currency(currency);
    }

    static void number(DecimalEncoder to, double value) {
        if (Double.isNaN(value)) {
            to.mantissa(DecimalEncoder.mantissaNullValue()).scale((byte) 0);
        } else {
            int scale = Numbers.scale(value);
            to.mantissa(Numbers.mantissa(value, scale)).scale((byte) scale);
        }
    }
}
