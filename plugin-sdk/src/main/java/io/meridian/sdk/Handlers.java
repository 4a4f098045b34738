package io.meridian.sdk;

import io.meridian.sdk.event.Allocation;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.BookRecord;
import io.meridian.sdk.event.BookSnapshot;
import io.meridian.sdk.event.BookUpdate;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.Cash;
import io.meridian.sdk.event.ControlEvent;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.Insight;
import io.meridian.sdk.event.Instrument;
import io.meridian.sdk.event.InstrumentStatus;
import io.meridian.sdk.event.MarketData;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.event.ModifyOrder;
import io.meridian.sdk.event.NetAssetValue;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderCommand;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.OrderReport;
import io.meridian.sdk.event.Placement;
import io.meridian.sdk.event.Position;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.RiskEvent;
import io.meridian.sdk.event.SessionStatus;
import io.meridian.sdk.event.TargetPosition;
import io.meridian.sdk.event.TargetWeights;
import io.meridian.sdk.event.Trade;

/**
 * The handlers a plugin can have, one for each kind of event. The most specific one comes first: each, as it stands, calls
 * the next more general, so an author overrides those that matter, and {@link #onMessage} sees what nothing else took.
 *
 * <p>Handlers run one at a time, on the plugin's one thread. Events and messages are valid only during the call; what must
 * last is copied. A handler that throws has the message delivered again when it is durable; otherwise it is logged.
 */
public abstract class Handlers {
    Handlers() {}

    /** Anything that no more specific handler took. */
    public void onMessage(Message message) {}

    /** Any event of the trading schema. */
    public void onEvent(Event event) {
        onMessage(event.message());
    }

    /** What a market says of an instrument. */
    public void onMarketData(MarketData data) {
        onEvent(data);
    }

    /** Best bid and offer. */
    public void onQuote(Quote quote) {
        onMarketData(quote);
    }

    /** A trade on the market. */
    public void onTrade(Trade trade) {
        onMarketData(trade);
    }

    /** A stretch of time. */
    public void onBar(Bar bar) {
        onMarketData(bar);
    }

    /** Changes of an order book. */
    public void onBookUpdate(BookUpdate bookUpdate) {
        onMarketData(bookUpdate);
    }

    /** A whole order book, by price level. */
    public void onBookSnapshot(BookSnapshot bookSnapshot) {
        onMarketData(bookSnapshot);
    }

    /** What can be traded. */
    public void onInstrument(Instrument instrument) {
        onMarketData(instrument);
    }

    /** Whether it is traded now. */
    public void onInstrumentStatus(InstrumentStatus instrumentStatus) {
        onMarketData(instrumentStatus);
    }

    /** What a model expects. */
    public void onInsight(Insight insight) {
        onEvent(insight);
    }

    /** What a portfolio is to hold. */
    public void onTargetPosition(TargetPosition targetPosition) {
        onEvent(targetPosition);
    }

    /** How a portfolio is to be spread. */
    public void onTargetWeights(TargetWeights targetWeights) {
        onEvent(targetWeights);
    }

    /** Something to do about an order. */
    public void onOrderCommand(OrderCommand command) {
        onEvent(command);
    }

    /** A new order. */
    public void onNewOrder(NewOrder newOrder) {
        onOrderCommand(newOrder);
    }

    /** A change to an order. */
    public void onModifyOrder(ModifyOrder modifyOrder) {
        onOrderCommand(modifyOrder);
    }

    /** The end of an order. */
    public void onCancelOrder(CancelOrder cancelOrder) {
        onOrderCommand(cancelOrder);
    }

    /** What happened to an order. */
    public void onOrderReport(OrderReport report) {
        onEvent(report);
    }

    /** An order is in another state. */
    public void onOrderEvent(OrderEvent orderEvent) {
        onOrderReport(orderEvent);
    }

    /** A part of an order at a venue. */
    public void onPlacement(Placement placement) {
        onOrderReport(placement);
    }

    /** A trade of ours. */
    public void onFill(Fill fill) {
        onOrderReport(fill);
    }

    /** What was filled of an order is shared out, or is to be. */
    public void onAllocation(Allocation allocation) {
        onEvent(allocation);
    }

    /** What a book says of a portfolio. */
    public void onBookRecord(BookRecord entry) {
        onEvent(entry);
    }

    /** What a portfolio holds. */
    public void onPosition(Position position) {
        onBookRecord(position);
    }

    /** What a portfolio has of a currency. */
    public void onCash(Cash cash) {
        onBookRecord(cash);
    }

    /** What a portfolio is worth. */
    public void onNetAssetValue(NetAssetValue netAssetValue) {
        onBookRecord(netAssetValue);
    }

    /** How the connection to a venue is. */
    public void onSessionStatus(SessionStatus sessionStatus) {
        onEvent(sessionStatus);
    }

    /** A limit was looked at. */
    public void onRiskEvent(RiskEvent riskEvent) {
        onEvent(riskEvent);
    }

    /** Somebody took control. */
    public void onControlEvent(ControlEvent controlEvent) {
        onEvent(controlEvent);
    }

    /** For a runtime: calls the handler of an event. */
    final void dispatch(Event event) {
        switch (event) {
            case Quote it -> onQuote(it);
            case Trade it -> onTrade(it);
            case Bar it -> onBar(it);
            case BookUpdate it -> onBookUpdate(it);
            case BookSnapshot it -> onBookSnapshot(it);
            case Instrument it -> onInstrument(it);
            case InstrumentStatus it -> onInstrumentStatus(it);
            case Insight it -> onInsight(it);
            case TargetPosition it -> onTargetPosition(it);
            case TargetWeights it -> onTargetWeights(it);
            case NewOrder it -> onNewOrder(it);
            case ModifyOrder it -> onModifyOrder(it);
            case CancelOrder it -> onCancelOrder(it);
            case OrderEvent it -> onOrderEvent(it);
            case Placement it -> onPlacement(it);
            case Fill it -> onFill(it);
            case Allocation it -> onAllocation(it);
            case Position it -> onPosition(it);
            case Cash it -> onCash(it);
            case NetAssetValue it -> onNetAssetValue(it);
            case SessionStatus it -> onSessionStatus(it);
            case RiskEvent it -> onRiskEvent(it);
            case ControlEvent it -> onControlEvent(it);
        }
    }
}
