package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.CashEncoder;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.MoneyEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.PlacementEncoder;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.SessionState;
import io.meridian.plugin.contract.trading.SessionStatusEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TargetScope;
import io.meridian.plugin.contract.trading.TargetWeightsEncoder;
import io.meridian.plugin.contract.trading.TimeInForce;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the events that are rare and of no fixed length. Each method returns how many bytes it wrote; a buffer that grows
 * is best. For one thread.
 */
public final class ReportWriter {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final OrderEventEncoder event = new OrderEventEncoder();
    private final PlacementEncoder placement = new PlacementEncoder();
    private final SessionStatusEncoder session = new SessionStatusEncoder();
    private final TargetWeightsEncoder weights = new TargetWeightsEncoder();
    private final CashEncoder cash = new CashEncoder();

    /**
     * What an order is and has become.
     *
     * @param previousState null in the first event
     * @param averagePrice  {@code NaN} when nothing is filled
     */
    public record OrderReportValues(
            long eventNumber,
            String orderId,
            String parentId,
            String venueOrderId,
            String requestId,
            String portfolio,
            String venue,
            String symbol,
            String currency,
            Side side,
            double quantity,
            double filledQuantity,
            double averagePrice,
            double limitPrice,
            OrderState previousState,
            OrderState state,
            OrderCause cause,
            String reason) {}

    /** How much of a portfolio an instrument is to be, as a fraction; negative is short. */
    public record Weight(String venue, String symbol, double weight) {}

    public int orderEvent(MutableDirectBuffer buffer, int offset, long timeNs, OrderReportValues values) {
        event.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .eventNumber(values.eventNumber())
                .orderId(values.orderId())
                .parentId(values.parentId())
                .venueOrderId(values.venueOrderId())
                .requestId(values.requestId())
                .portfolio(values.portfolio())
                .symbol(values.symbol())
                .venue(values.venue())
                .currency(values.currency())
                .side(values.side())
                .previousState(values.previousState() == null ? OrderState.NULL_VAL : values.previousState())
                .state(values.state())
                .cause(values.cause());
        number(event.quantity(), values.quantity());
        number(event.filledQuantity(), values.filledQuantity());
        number(event.leavesQuantity(), values.quantity() - values.filledQuantity());
        number(event.averagePrice(), values.averagePrice());
        number(event.limitPrice(), values.limitPrice());
        number(event.stopPrice(), Double.NaN);
        event.reason(values.reason());
        return MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength();
    }

    /** A part of an order at a venue. */
    public record PlacementValues(
            String placementId,
            String orderId,
            String venueOrderId,
            String portfolio,
            String venue,
            String symbol,
            String currency,
            Side side,
            double quantity,
            double filledQuantity,
            double limitPrice,
            PlacementState state,
            String reason) {}

    public int placement(MutableDirectBuffer buffer, int offset, long timeNs, PlacementValues values) {
        placement
                .wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .placementId(values.placementId())
                .orderId(values.orderId())
                .venueOrderId(values.venueOrderId())
                .portfolio(values.portfolio())
                .symbol(values.symbol())
                .venue(values.venue())
                .currency(values.currency())
                .side(values.side())
                .orderType(Double.isNaN(values.limitPrice()) ? OrderType.MARKET : OrderType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .state(values.state());
        number(placement.quantity(), values.quantity());
        number(placement.filledQuantity(), values.filledQuantity());
        number(placement.limitPrice(), values.limitPrice());
        placement.reason(values.reason());
        return MessageHeaderEncoder.ENCODED_LENGTH + placement.encodedLength();
    }

    public int sessionStatus(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String venue,
            String sessionName,
            SessionState previousState,
            SessionState state,
            String reason) {
        session.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .sent(0)
                .received(0)
                .roundTrip(0)
                .venue(venue)
                .session(sessionName)
                .state(state)
                .previousState(previousState == null ? SessionState.NULL_VAL : previousState)
                .reason(reason);
        return MessageHeaderEncoder.ENCODED_LENGTH + session.encodedLength();
    }

    /** Weights, as fractions of the portfolio's net asset value. */
    public int targetWeights(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String portfolio,
            String model,
            TargetScope scope,
            List<Weight> spread) {
        weights.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .portfolio(portfolio)
                .sourceModel(model)
                .scope(scope);
        weights.capital()
                .mantissa(MoneyEncoder.mantissaNullValue())
                .scale((byte) 0)
                .currency("");
        TargetWeightsEncoder.TargetsEncoder group = weights.targetsCount(spread.size());
        for (Weight each : spread) {
            group.next().symbol(each.symbol()).venue(each.venue());
            number(group.weight(), each.weight());
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + weights.encodedLength();
    }

    /** Cash of the trade-date book. */
    public int cash(
            MutableDirectBuffer buffer,
            int offset,
            long timeNs,
            String portfolio,
            String currency,
            double balance,
            double reserved) {
        cash.wrapAndApplyHeader(buffer, offset, header)
                .tsEvent(timeNs)
                .tsInit(timeNs)
                .portfolio(portfolio)
                .view(BookView.TRADE_DATE);
        money(cash.balance(), balance, currency);
        money(cash.available(), balance - reserved, currency);
        money(cash.reserved(), reserved, currency);
        return MessageHeaderEncoder.ENCODED_LENGTH + cash.encodedLength();
    }

    private static void money(MoneyEncoder to, double value, String currency) {
        int scale = Numbers.scale(value);
        to.mantissa(Numbers.mantissa(value, scale)).scale((byte) scale).currency(currency);
    }

    private static void number(DecimalEncoder to, double value) {
        if (Double.isNaN(value)) {
            to.mantissa(DecimalEncoder.mantissaNullValue()).scale((byte) 0);
        } else {
            int scale = Numbers.scale(value);
            to.mantissa(Numbers.mantissa(value, scale)).scale((byte) scale);
        }
    }
}
