package io.meridian.backtest.replay;

import io.meridian.plugin.contract.frames.DeliverDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderDecoder;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.record.Entry;
import io.meridian.sdk.record.Field;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An entry of a recording for people: field by field, with what is in a message of the trading schema. */
public final class EntryText {
    private static final int MAX_BYTES = 48;
    private static final Pattern NUMBER = Pattern.compile("\\(mantissa=(-?\\d+)\\|scale=(\\d+)\\|?\\)");
    private static final String TRADING = "io.meridian.plugin.contract.trading.";

    private EntryText() {}

    /** Names and values, the kind and the time first. */
    public static Map<String, String> fields(Entry entry) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("kind", entry.kind().name());
        fields.put("time", time(entry.timeNs()));
        for (int i = 0; i < entry.kind().fields().size(); i++) {
            Field field = entry.kind().fields().get(i);
            Object value = entry.values().get(i);
            switch (field.type()) {
                case NUMBER -> fields.put(field.name(), number(field.name(), (Long) value));
                case TEXT -> fields.put(field.name(), (String) value);
                case MAP -> fields.put(field.name(), value.toString());
                case BYTES -> {
                    switch (field.name()) {
                        case "payload" ->
                            payload(fields, (int) entry.number("schemaId"), new UnsafeBuffer(entry.bytes("payload")));
                        case "frame" -> frame(fields, entry);
                        default -> fields.put(field.name(), hex((byte[]) value));
                    }
                }
            }
        }
        return fields;
    }

    private static String time(long epochNs) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNs, 1_000_000_000L), Math.floorMod(epochNs, 1_000_000_000L))
                .toString();
    }

    private static String number(String name, long value) {
        return name.equals("schemaId") && Schemas.trading().containsKey((int) value)
                ? value + " " + Schemas.name((int) value)
                : Long.toString(value);
    }

    private static void frame(Map<String, String> fields, Entry entry) {
        byte[] frame = entry.bytes("frame");
        if (frame.length < MessageHeaderDecoder.ENCODED_LENGTH + DeliverDecoder.BLOCK_LENGTH) {
            fields.put("frame", hex(frame));
            return;
        }
        Message message = new Message().wrap(new UnsafeBuffer(frame), 0, frame.length, entry.text("topic"), false);
        fields.put("source", Integer.toString(message.source()));
        fields.put("sequence", Long.toString(message.sequence()));
        fields.put("schemaId", number("schemaId", message.schemaId()));
        payload(fields, message.schemaId(), new UnsafeBuffer(message.payload()));
    }

    private static void payload(Map<String, String> fields, int schemaId, DirectBuffer payload) {
        byte[] bytes = new byte[payload.capacity()];
        payload.getBytes(0, bytes);
        String name = Schemas.trading().get(schemaId);
        String text = name == null || Schemas.idOf(payload, 0, bytes.length) != schemaId ? null : text(name, payload);
        if (text == null) {
            fields.put("payload", hex(bytes));
            return;
        }
        int begin = text.indexOf("):") + 2;
        int depth = 0;
        for (int i = begin; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (c == '|' && depth == 0) {
                field(fields, text.substring(begin, i));
                begin = i + 1;
            }
        }
        field(fields, text.substring(begin));
    }

    private static void field(Map<String, String> fields, String text) {
        int equals = text.indexOf('=');
        if (equals > 0) {
            fields.put("payload." + text.substring(0, equals), text.substring(equals + 1));
        }
    }

    /** What the decoder of the schema says; null when it cannot read it. All decoders have the same methods and no common type. */
    private static String text(String name, DirectBuffer payload) {
        var header = new io.meridian.plugin.contract.trading.MessageHeaderDecoder().wrap(payload, 0);
        try {
            Class<?> type = Class.forName(TRADING + name + "Decoder");
            Object decoder = type.getConstructor().newInstance();
            type.getMethod("wrap", DirectBuffer.class, int.class, int.class, int.class)
                    .invoke(
                            decoder,
                            payload,
                            io.meridian.plugin.contract.trading.MessageHeaderDecoder.ENCODED_LENGTH,
                            header.blockLength(),
                            header.version());
            return NUMBER.matcher(decoder.toString()).replaceAll(EntryText::decimal);
        } catch (ReflectiveOperationException | IndexOutOfBoundsException unreadable) {
            return null;
        }
    }

    private static String decimal(MatchResult number) {
        long mantissa = Long.parseLong(number.group(1));
        return mantissa == Long.MIN_VALUE
                ? "none"
                : BigDecimal.valueOf(mantissa, Integer.parseInt(number.group(2)))
                        .toPlainString();
    }

    private static String hex(byte[] bytes) {
        return bytes.length <= MAX_BYTES
                ? HexFormat.of().formatHex(bytes)
                : HexFormat.of().formatHex(bytes, 0, MAX_BYTES) + "... (" + bytes.length + " bytes)";
    }
}
