package io.meridian.platform.store;

import io.meridian.plugin.contract.trading.CashDecoder;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.NetAssetValueDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.PositionDecoder;
import io.meridian.storage.trading.TradingTable;

/** What the kernel and the book of record tell. */
final class TradingDecoder implements Telling.Decoder {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderEventDecoder order = new OrderEventDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final PositionDecoder position = new PositionDecoder();
    private final CashDecoder cash = new CashDecoder();
    private final NetAssetValueDecoder value = new NetAssetValueDecoder();

    @Override
    public void decode(Telling telling) {
        switch (telling.template()) {
            case OrderEventDecoder.TEMPLATE_ID -> orderEvent(telling);
            case FillDecoder.TEMPLATE_ID -> fill(telling);
            case PositionDecoder.TEMPLATE_ID -> position(telling);
            case CashDecoder.TEMPLATE_ID -> cash(telling);
            case NetAssetValueDecoder.TEMPLATE_ID -> value(telling);
            default -> {}
        }
    }

    private void orderEvent(Telling telling) {
        order.wrapAndApplyHeader(telling.payload(), 0, header);
        Telling.requireBlock(header, order.sbeBlockLength());
        telling.requireTopic(order.portfolio());
        telling.add(
                TradingTable.ORDERS,
                order.tsEvent(),
                order.tsInit(),
                order.portfolio(),
                order.orderId(),
                order.eventNumber(),
                order.venue(),
                order.symbol(),
                order.currency(),
                order.side(),
                order.state(),
                order.previousState(),
                order.cause(),
                order.quantity(),
                order.filledQuantity(),
                order.leavesQuantity(),
                order.averagePrice(),
                order.limitPrice(),
                order.stopPrice(),
                order.parentId(),
                order.venueOrderId(),
                order.requestId(),
                order.reason());
    }

    private void fill(Telling telling) {
        fill.wrapAndApplyHeader(telling.payload(), 0, header);
        Telling.requireBlock(header, fill.sbeBlockLength());
        telling.requireTopic(fill.portfolio());
        telling.add(
                TradingTable.FILLS,
                fill.tsEvent(),
                fill.tsInit(),
                fill.portfolio(),
                fill.orderId(),
                fill.tradeId(),
                fill.venue(),
                fill.symbol(),
                fill.currency(),
                fill.side(),
                fill.kind(),
                fill.liquidity(),
                fill.quantity(),
                fill.price(),
                fill.fee(),
                fill.fee().currency(),
                (long) fill.tradeDate(),
                (long) fill.settlementDate(),
                fill.placementId(),
                fill.venueOrderId(),
                fill.referencedTradeId());
    }

    private void position(Telling telling) {
        position.wrapAndApplyHeader(telling.payload(), 0, header);
        Telling.requireBlock(header, position.sbeBlockLength());
        telling.requireTopic(position.portfolio());
        telling.add(
                TradingTable.POSITIONS,
                position.tsEvent(),
                position.tsInit(),
                position.portfolio(),
                position.view(),
                position.venue(),
                position.symbol(),
                position.currency(),
                position.quantity(),
                position.averagePrice(),
                position.marketPrice(),
                position.realisedGain(),
                position.realisedGain().currency(),
                position.unrealisedGain(),
                position.unrealisedGain().currency(),
                position.fees(),
                position.fees().currency());
    }

    private void cash(Telling telling) {
        cash.wrapAndApplyHeader(telling.payload(), 0, header);
        Telling.requireBlock(header, cash.sbeBlockLength());
        telling.requireTopic(cash.portfolio());
        telling.add(
                TradingTable.CASH,
                cash.tsEvent(),
                cash.tsInit(),
                cash.portfolio(),
                cash.view(),
                cash.balance().currency(),
                cash.balance(),
                cash.available(),
                cash.reserved());
    }

    private void value(Telling telling) {
        value.wrapAndApplyHeader(telling.payload(), 0, header);
        Telling.requireBlock(header, value.sbeBlockLength());
        telling.requireTopic(value.portfolio());
        telling.add(
                TradingTable.VALUES,
                value.tsEvent(),
                value.tsInit(),
                value.portfolio(),
                value.view(),
                value.value().currency(),
                value.value(),
                value.cash(),
                value.grossExposure(),
                value.netExposure());
    }
}
