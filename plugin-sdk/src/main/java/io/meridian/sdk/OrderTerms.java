package io.meridian.sdk;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimal;
import java.math.BigDecimal;
import org.agrona.MutableDirectBuffer;

/**
 * What an order is to be, exactly. It is for the day.
 *
 * @param model      which model it comes from; may be empty
 * @param currency   of its price; empty: the instrument's
 * @param quantity   above 0
 * @param limitPrice not to be traded beyond; null: at the market
 * @param endAtNs    when its algorithm is to be done, epoch nanoseconds; 0: with the session
 */
public record OrderTerms(
        String portfolio,
        String model,
        Listing listing,
        String currency,
        Side side,
        BigDecimal quantity,
        BigDecimal limitPrice,
        Algorithm algorithm,
        long endAtNs) {
    public OrderTerms {
        if (quantity.signum() <= 0) {
            throw new IllegalArgumentException("quantity=" + quantity + " is not above 0; the side says buy or sell");
        }
    }

    /** At the market, straight to the venue. */
    public static OrderTerms market(
            String portfolio, Listing listing, String currency, Side side, BigDecimal quantity) {
        return new OrderTerms(portfolio, "", listing, currency, side, quantity, null, Algorithm.DIRECT, 0);
    }

    /** The same at a limit. */
    public OrderTerms limit(BigDecimal price) {
        return new OrderTerms(portfolio, model, listing, currency, side, quantity, price, algorithm, endAtNs);
    }

    /** The same, as the order of a model. */
    public OrderTerms of(String modelName) {
        return new OrderTerms(portfolio, modelName, listing, currency, side, quantity, limitPrice, algorithm, endAtNs);
    }

    /** The same, worked by an algorithm that is done by then. */
    public OrderTerms worked(Algorithm how, long byNs) {
        return new OrderTerms(portfolio, model, listing, currency, side, quantity, limitPrice, how, byNs);
    }

    /** Writes a NewOrder from 0 on. @return its length */
    int write(MutableDirectBuffer buffer, String id, long timeNs) {
        NewOrderEncoder order = new NewOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        order.tsEvent(timeNs)
                .tsInit(timeNs)
                .expireAt(0)
                .startAt(0)
                .endAt(endAtNs)
                .orderId(id)
                .parentId("")
                .portfolio(portfolio)
                .account("")
                .sourceModel(model)
                .symbol(listing.symbol())
                .venue(listing.venue())
                .currency(currency)
                .side(side)
                .orderType(limitPrice == null ? OrderType.MARKET : OrderType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .algorithm(algorithm)
                .flags()
                .clear();
        Decimal.of(quantity).write(order.quantity());
        if (limitPrice == null) {
            Decimal.writeAbsent(order.limitPrice());
        } else {
            Decimal.of(limitPrice).write(order.limitPrice());
        }
        Decimal.writeAbsent(order.stopPrice());
        Decimal.writeAbsent(order.displayQuantity());
        Decimal.writeAbsent(order.participation());
        order.note("");
        return MessageHeaderEncoder.ENCODED_LENGTH + order.encodedLength();
    }
}
