package io.meridian.ui.message;

import io.meridian.plugin.contract.value.Decimals;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import uk.co.real_logic.sbe.PrimitiveType;
import uk.co.real_logic.sbe.PrimitiveValue;
import uk.co.real_logic.sbe.ir.Encoding;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.otf.TokenListener;

/** Takes the fields of one message as the decoder finds them. */
final class FieldCollector implements TokenListener {
    /** A damaged message may claim any number. */
    private static final int MOST_ENTRIES = 1_000;

    private static final int LONGEST_BYTES = 512;
    private static final String MANTISSA = "mantissa";

    private final Map<String, Object> all = new LinkedHashMap<>();
    private final Deque<Map<String, Object>> open = new ArrayDeque<>(List.of(all));
    private Map<String, Object> composite;
    private int entries;

    Map<String, Object> fields() {
        return all;
    }

    @Override
    public void onBeginMessage(Token token) {
        // Its name is known already.
    }

    @Override
    public void onEndMessage(Token token) {
        // Nothing is left to do.
    }

    @Override
    public void onEncoding(Token field, DirectBuffer buffer, int index, Token type, int actingVersion) {
        Object value = read(buffer, index, type, field.version() > actingVersion);
        if (composite != null) {
            composite.put(type.name(), value);
        } else if (value != null) {
            open.peek().put(field.name(), value);
        }
    }

    private static Object read(DirectBuffer buffer, int index, Token type, boolean isAbsent) {
        Encoding encoding = type.encoding();
        if (isAbsent) {
            return null;
        }
        if (type.isConstantEncoding()) {
            return encoding.constValue().toString();
        }
        if (encoding.primitiveType() == PrimitiveType.CHAR) {
            int length = 0;
            while (length < type.arrayLength() && buffer.getByte(index + length) != 0) {
                length++;
            }
            return buffer.getStringWithoutLengthAscii(index, length);
        }
        return number(buffer, index, encoding);
    }

    private static Object number(DirectBuffer buffer, int index, Encoding encoding) {
        ByteOrder order = encoding.byteOrder();
        PrimitiveValue none = encoding.applicableNullValue();
        return switch (encoding.primitiveType()) {
            case INT8 -> Integer.valueOf(buffer.getByte(index));
            case UINT8 -> buffer.getByte(index) & 0xff;
            case INT16 -> Integer.valueOf(buffer.getShort(index, order));
            case UINT16 -> buffer.getShort(index, order) & 0xffff;
            case INT32 -> buffer.getInt(index, order);
            case UINT32 -> Long.valueOf(buffer.getInt(index, order) & 0xffff_ffffL);
            case INT64, UINT64 -> {
                long value = buffer.getLong(index, order);
                yield encoding.presence() == Encoding.Presence.OPTIONAL && value == none.longValue()
                        ? null
                        : Long.valueOf(value);
            }
            case FLOAT -> Double.valueOf(buffer.getFloat(index, order));
            case DOUBLE -> buffer.getDouble(index, order);
            default -> null;
        };
    }

    @Override
    public void onEnum(
            Token field, DirectBuffer buffer, int index, List<Token> tokens, int from, int to, int actingVersion) {
        if (field.version() > actingVersion) {
            return;
        }
        Encoding encoding = tokens.get(from + 1).encoding();
        long value = ((Number) number(buffer, index, encoding)).longValue();
        if (value == tokens.get(from).encoding().applicableNullValue().longValue()) {
            return;
        }
        Object shown = value;
        for (int i = from + 1; i < to; i++) {
            if (tokens.get(i).encoding().constValue().longValue() == value) {
                shown = tokens.get(i).name();
            }
        }
        open.peek().put(field.name(), shown);
    }

    @Override
    public void onBitSet(
            Token field, DirectBuffer buffer, int index, List<Token> tokens, int from, int to, int actingVersion) {
        if (field.version() > actingVersion) {
            return;
        }
        long bits = ((Number) number(buffer, index, tokens.get(from + 1).encoding())).longValue();
        List<Object> set = new ArrayList<>();
        for (int i = from + 1; i < to; i++) {
            if ((bits & 1L << tokens.get(i).encoding().constValue().longValue()) != 0) {
                set.add(tokens.get(i).name());
            }
        }
        open.peek().put(field.name(), set);
    }

    @Override
    public void onBeginComposite(Token field, List<Token> tokens, int from, int to) {
        composite = new LinkedHashMap<>();
    }

    @Override
    public void onEndComposite(Token field, List<Token> tokens, int from, int to) {
        Map<String, Object> parts = composite;
        composite = null;
        Object value = value(parts);
        if (value != null) {
            open.peek().put(field.name(), value);
        }
    }

    /** A number with its scale is one number; an amount of money is that and its currency. */
    private static Object value(Map<String, Object> parts) {
        if (!parts.containsKey(MANTISSA)) {
            return parts;
        }
        if (parts.get(MANTISSA) == null || !(parts.get("scale") instanceof Integer scale)) {
            return null;
        }
        if (scale < 0 || scale > Decimals.MAX_SCALE) {
            throw new IllegalArgumentException("scale=" + scale);
        }
        BigDecimal number = BigDecimal.valueOf((Long) parts.get(MANTISSA), scale);
        if (!parts.containsKey("currency")) {
            return number;
        }
        Map<String, Object> money = new LinkedHashMap<>();
        money.put("amount", number);
        money.put("currency", parts.get("currency"));
        return money;
    }

    @Override
    public void onGroupHeader(Token token, int count) {
        open.peek().put(token.name(), new ArrayList<>());
    }

    @Override
    @SuppressWarnings("unchecked") // It was put there when the group's head came.
    public void onBeginGroup(Token token, int index, int count) {
        if (++entries > MOST_ENTRIES) {
            throw new IllegalArgumentException("entries=" + entries);
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        ((List<Object>) open.peek().get(token.name())).add(entry);
        open.push(entry);
    }

    @Override
    public void onEndGroup(Token token, int index, int count) {
        open.pop();
    }

    @Override
    public void onVarData(Token field, DirectBuffer buffer, int index, int length, Token type) {
        String characters = type.encoding().characterEncoding();
        byte[] bytes = new byte[characters == null ? Math.min(length, LONGEST_BYTES) : length];
        buffer.boundsCheck(index, length);
        buffer.getBytes(index, bytes);
        open.peek()
                .put(
                        field.name(),
                        characters == null
                                ? HexFormat.of().formatHex(bytes)
                                : new String(bytes, Charset.forName(characters)));
    }
}
