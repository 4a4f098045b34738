package io.meridian.kernel;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.InstrumentEncoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.trading.Liquidity;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.ModifyOrderEncoder;
import io.meridian.plugin.contract.trading.MoneyEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OptionRight;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.PlacementEncoder;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimal;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes messages of the trading schema for tests, from texts. One message at a time. */
final class Messages {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private int length;

    int length() {
        return length;
    }

    private void done(int encoded) {
        length = MessageHeaderEncoder.ENCODED_LENGTH + encoded;
    }

    private void begin() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
    }

    static void put(DecimalEncoder to, String number) {
        if (number == null || number.isEmpty()) {
            Decimal.writeAbsent(to);
        } else {
            Decimal.parse(number).write(to);
        }
    }

    static void put(MoneyEncoder to, String amount, String currency) {
        Decimal number = Decimal.parse(amount);
        to.mantissa(number.mantissa()).scale((byte) number.scale()).currency(currency);
    }

    Messages instrument(String symbol, String venue, String currency, String tick, String lot, int days) {
        return instrument(symbol, venue, currency, tick, lot, "1", days);
    }

    Messages instrument(
            String symbol, String venue, String currency, String tick, String lot, String multiplier, int days) {
        begin();
        InstrumentEncoder m = new InstrumentEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.symbol(symbol)
                .venue(venue)
                .currency(currency)
                .kind(InstrumentKind.EQUITY)
                .settlementDays((short) days);
        m.right(OptionRight.NULL_VAL);
        put(m.tickSize(), tick);
        put(m.lotSize(), lot);
        put(m.minQuantity(), null);
        put(m.maxQuantity(), null);
        put(m.minValue(), null);
        put(m.multiplier(), multiplier);
        put(m.strike(), null);
        put(m.makerFee(), null);
        put(m.takerFee(), null);
        m.title("");
        done(m.encodedLength());
        return this;
    }

    /** What an order can say beyond the usual. */
    record Terms(
            OrderType type,
            TimeInForce force,
            String limit,
            String stop,
            String display,
            long expireAt,
            String parent) {
        static Terms limit(String price) {
            return new Terms(OrderType.LIMIT, TimeInForce.DAY, price, null, null, 0, "");
        }

        static Terms market() {
            return new Terms(OrderType.MARKET, TimeInForce.DAY, null, null, null, 0, "");
        }
    }

    Messages newOrder(String id, String portfolio, String symbol, Side side, String quantity, Terms terms) {
        begin();
        NewOrderEncoder m = new NewOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.expireAt(terms.expireAt())
                .orderId(id)
                .parentId(terms.parent())
                .portfolio(portfolio)
                .sourceModel("model");
        m.symbol(symbol)
                .side(side)
                .orderType(terms.type())
                .timeInForce(terms.force())
                .algorithm(Algorithm.DIRECT);
        put(m.quantity(), quantity);
        put(m.limitPrice(), terms.limit());
        put(m.stopPrice(), terms.stop());
        put(m.displayQuantity(), terms.display());
        put(m.participation(), null);
        m.note("");
        done(m.encodedLength());
        return this;
    }

    Messages modify(String id, String request, String quantity, String limit) {
        begin();
        ModifyOrderEncoder m = new ModifyOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.orderId(id).requestId(request);
        put(m.quantity(), quantity);
        put(m.limitPrice(), limit);
        put(m.stopPrice(), null);
        put(m.displayQuantity(), null);
        m.note("");
        done(m.encodedLength());
        return this;
    }

    Messages cancel(String id, String request) {
        begin();
        CancelOrderEncoder m = new CancelOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.orderId(id).requestId(request).note("");
        done(m.encodedLength());
        return this;
    }

    Messages report(String id, long number, String request, OrderState state, OrderCause cause) {
        return report(id, number, request, "", state, cause);
    }

    Messages report(String id, long number, String request, String venueOrderId, OrderState state, OrderCause cause) {
        begin();
        OrderEventEncoder m = new OrderEventEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.orderId(id).eventNumber(number).requestId(request).venueOrderId(venueOrderId);
        m.state(state).previousState(OrderState.NULL_VAL).cause(cause).side(Side.BUY);
        put(m.quantity(), null);
        put(m.filledQuantity(), null);
        put(m.leavesQuantity(), null);
        put(m.averagePrice(), null);
        put(m.limitPrice(), null);
        put(m.stopPrice(), null);
        m.reason("");
        done(m.encodedLength());
        return this;
    }

    Messages placement(String id, String order, String venue, String quantity, PlacementState state, long tsInit) {
        begin();
        PlacementEncoder m = new PlacementEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.tsInit(tsInit).placementId(id).orderId(order).venue(venue).side(Side.BUY);
        m.orderType(OrderType.MARKET).timeInForce(TimeInForce.DAY).state(state);
        put(m.quantity(), quantity);
        put(m.filledQuantity(), null);
        put(m.limitPrice(), null);
        m.reason("");
        done(m.encodedLength());
        return this;
    }

    Messages fill(FillValues v) {
        begin();
        FillEncoder m = new FillEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.tradeId(v.tradeId()).orderId(v.order()).placementId(v.placement()).referencedTradeId(v.referenced());
        m.venue(v.venue()).side(v.side()).kind(v.kind()).liquidity(Liquidity.NULL_VAL);
        m.tradeDate(v.tradeDate()).settlementDate(v.settlementDate());
        put(m.price(), v.price());
        put(m.quantity(), v.quantity());
        put(m.fee(), v.fee(), v.feeCurrency());
        done(m.encodedLength());
        return this;
    }

    /** A fill for tests. */
    record FillValues(
            String tradeId,
            String order,
            String placement,
            String referenced,
            String venue,
            Side side,
            FillKind kind,
            String price,
            String quantity,
            String fee,
            String feeCurrency,
            int tradeDate,
            int settlementDate) {
        static FillValues of(String tradeId, String order, Side side, String price, String quantity) {
            return new FillValues(tradeId, order, "", "", "XNAS", side, FillKind.NEW, price, quantity, "0", "", 0, 0);
        }

        FillValues about(FillKind newKind, String referencedTrade) {
            return new FillValues(
                    tradeId,
                    order,
                    placement,
                    referencedTrade,
                    venue,
                    side,
                    newKind,
                    price,
                    quantity,
                    fee,
                    feeCurrency,
                    tradeDate,
                    settlementDate);
        }

        FillValues in(String newPlacement) {
            return new FillValues(
                    tradeId,
                    order,
                    newPlacement,
                    referenced,
                    venue,
                    side,
                    kind,
                    price,
                    quantity,
                    fee,
                    feeCurrency,
                    tradeDate,
                    settlementDate);
        }

        FillValues costing(String newFee, String currency) {
            return new FillValues(
                    tradeId,
                    order,
                    placement,
                    referenced,
                    venue,
                    side,
                    kind,
                    price,
                    quantity,
                    newFee,
                    currency,
                    tradeDate,
                    settlementDate);
        }

        FillValues on(int newTradeDate, int newSettlementDate) {
            return new FillValues(
                    tradeId,
                    order,
                    placement,
                    referenced,
                    venue,
                    side,
                    kind,
                    price,
                    quantity,
                    fee,
                    feeCurrency,
                    newTradeDate,
                    newSettlementDate);
        }
    }
}
