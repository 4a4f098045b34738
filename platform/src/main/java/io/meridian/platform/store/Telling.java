package io.meridian.platform.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.bus.Message;
import io.meridian.marketfiles.MarketDataException;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.MoneyDecoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A message of which rows are made. For one thread, one message after the other. */
final class Telling {
    private static final int ID_BYTES = 16;

    private final MessageDigest digest;
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);
    private Message message;
    private byte[] bytes;
    private String id;
    private List<TradingRow> rows;

    /** Makes rows of a kind of messages. */
    interface Decoder {
        /**
         * Adds the rows of a message; none of one that is not kept.
         *
         * @throws IllegalArgumentException when it says what cannot be
         */
        void decode(Telling telling);
    }

    Telling() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** @throws MarketDataException when it says what cannot be */
    List<TradingRow> rows(Message told, Decoder decoder) {
        message = told;
        rows = new ArrayList<>();
        try {
            bytes = new byte[told.length()];
            told.buffer().getBytes(told.offset(), bytes);
            // Of just this length: a message that is cut short must not be read on into what lies behind it.
            payload.wrap(bytes);
            digest.reset();
            digest.update(told.topic().name().getBytes(UTF_8));
            id = HexFormat.of().formatHex(digest.digest(bytes), 0, ID_BYTES);
            decoder.decode(this);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException wrong) {
            throw new MarketDataException("it cannot be read: " + wrong.getMessage());
        }
        return rows;
    }

    UnsafeBuffer payload() {
        return payload;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The number of the message's template in the trading schema. */
    int template() {
        int template = Schemas.idOf(payload, 0, bytes.length);
        if (template == 0) {
            throw new IllegalArgumentException("it is no whole message of the trading schema");
        }
        return template;
    }

    /** A block of the version that is known here must not be shorter than it is. */
    static void requireBlock(MessageHeaderDecoder header, int length) {
        if (header.version() >= Schemas.TRADING_VERSION && header.blockLength() < length) {
            throw new IllegalArgumentException("its block is " + header.blockLength() + " bytes, less than " + length);
        }
    }

    /** A grant is for a topic: whoever may tell of one thing must not be able to write the history of another. @param subject the last segments */
    void requireTopic(String... subject) {
        String[] segments = message.topic().name().split("\\.");
        int from = segments.length - subject.length;
        if (from < 0 || !Arrays.equals(segments, from, segments.length, subject, 0, subject.length)) {
            throw new MarketDataException(
                    "it tells of " + String.join(".", subject) + ", which is not what its topic says");
        }
    }

    void add(TradingTable table, Object... values) {
        add(row(table, values));
    }

    void add(TradingRow row) {
        rows.add(row);
    }

    /**
     * The next row of the message. What is told again, by one who starts anew, has other numbers and is the same word for word: so has the row the
     * same id.
     */
    TradingRow row(TradingTable table, Object... values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = plain(values[i]);
            if (values[i] instanceof String text && text.indexOf('\0') >= 0) {
                throw new MarketDataException("a text in it has a zero character, which no database takes");
            }
        }
        HexFormat hex = HexFormat.of();
        return new TradingRow(
                table,
                0,
                rows.isEmpty() ? id : id + "." + rows.size(),
                hex.toHexDigits(message.traceHigh()) + hex.toHexDigits(message.traceLow()),
                message.source(),
                message.sequence(),
                Arrays.asList(values));
    }

    private static Object plain(Object value) {
        return switch (value) {
            case null -> null;
            case DecimalDecoder decimal -> Decimal.readOr(decimal, null);
            case MoneyDecoder money ->
                money.mantissa() == Decimals.ABSENT ? null : new Decimal(money.mantissa(), money.scale());
            case Enum<?> choice -> choice.name().equals("NULL_VAL") ? "" : choice.name();
            default -> value;
        };
    }
}
