package io.meridian.platform.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.bus.Message;
import io.meridian.marketfiles.MarketDataException;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.CashDecoder;
import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.MoneyDecoder;
import io.meridian.plugin.contract.trading.NetAssetValueDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.PositionDecoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes rows of what the kernel and the book of record tell. For one thread. */
final class TradingDecoder {
    private static final int ID_BYTES = 16;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderEventDecoder order = new OrderEventDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final PositionDecoder position = new PositionDecoder();
    private final CashDecoder cash = new CashDecoder();
    private final NetAssetValueDecoder value = new NetAssetValueDecoder();
    private final MessageDigest digest;
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);
    private byte[] bytes;

    TradingDecoder() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * @return null for a message that is not kept
     * @throws MarketDataException when it says what cannot be
     */
    TradingRow decode(Message message) {
        TradingRow row;
        try {
            bytes = new byte[message.length()];
            message.buffer().getBytes(message.offset(), bytes);
            // Of just this length: a message that is cut short must not be read on into what lies behind it.
            payload.wrap(bytes);
            row = row(message);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException wrong) {
            throw new MarketDataException("it cannot be read: " + wrong.getMessage());
        }
        if (row == null) {
            return null;
        }
        if (!message.topic().name().endsWith("." + row.text("portfolio"))) {
            // A grant is for a topic: whoever may tell of one portfolio must not be able to write the history of
            // another.
            throw new MarketDataException(
                    "it tells of portfolio " + row.text("portfolio") + ", which is not what its topic says");
        }
        for (Object each : row.values()) {
            if (each instanceof String text && text.indexOf('\0') >= 0) {
                throw new MarketDataException("a text in it has a zero character, which no database takes");
            }
        }
        return row;
    }

    private TradingRow row(Message message) {
        return switch (Schemas.idOf(payload, 0, bytes.length)) {
            case OrderEventDecoder.TEMPLATE_ID -> orderEvent(message);
            case FillDecoder.TEMPLATE_ID -> fill(message);
            case PositionDecoder.TEMPLATE_ID -> position(message);
            case CashDecoder.TEMPLATE_ID -> cash(message);
            case NetAssetValueDecoder.TEMPLATE_ID -> value(message);
            case 0 -> throw new IllegalArgumentException("it is no whole message of the trading schema");
            default -> null;
        };
    }

    private void requireBlock(int length) {
        if (header.version() >= Schemas.TRADING_VERSION && header.blockLength() < length) {
            throw new IllegalArgumentException("its block is " + header.blockLength() + " bytes, less than " + length);
        }
    }

    private TradingRow orderEvent(Message message) {
        order.wrapAndApplyHeader(payload, 0, header);
        requireBlock(order.sbeBlockLength());
        return row(
                TradingTable.ORDERS,
                message,
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

    private TradingRow fill(Message message) {
        fill.wrapAndApplyHeader(payload, 0, header);
        requireBlock(fill.sbeBlockLength());
        return row(
                TradingTable.FILLS,
                message,
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

    private TradingRow position(Message message) {
        position.wrapAndApplyHeader(payload, 0, header);
        requireBlock(position.sbeBlockLength());
        return row(
                TradingTable.POSITIONS,
                message,
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

    private TradingRow cash(Message message) {
        cash.wrapAndApplyHeader(payload, 0, header);
        requireBlock(cash.sbeBlockLength());
        return row(
                TradingTable.CASH,
                message,
                cash.tsEvent(),
                cash.tsInit(),
                cash.portfolio(),
                cash.view(),
                cash.balance().currency(),
                cash.balance(),
                cash.available(),
                cash.reserved());
    }

    private TradingRow value(Message message) {
        value.wrapAndApplyHeader(payload, 0, header);
        requireBlock(value.sbeBlockLength());
        return row(
                TradingTable.VALUES,
                message,
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

    private TradingRow row(TradingTable table, Message message, Object... values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = plain(values[i]);
        }
        HexFormat hex = HexFormat.of();
        return new TradingRow(
                table,
                0,
                id(message),
                hex.toHexDigits(message.traceHigh()) + hex.toHexDigits(message.traceLow()),
                message.source(),
                message.sequence(),
                Arrays.asList(values));
    }

    private static Object plain(Object value) {
        return switch (value) {
            case DecimalDecoder decimal -> Decimal.readOr(decimal, null);
            case MoneyDecoder money ->
                money.mantissa() == Decimals.ABSENT ? null : new Decimal(money.mantissa(), money.scale());
            case Enum<?> choice -> choice.name().equals("NULL_VAL") ? "" : choice.name();
            default -> value;
        };
    }

    /** A kernel that starts anew tells the last things again, with other numbers and word for word. */
    private String id(Message message) {
        digest.reset();
        digest.update(message.topic().name().getBytes(UTF_8));
        return HexFormat.of().formatHex(digest.digest(bytes), 0, ID_BYTES);
    }
}
