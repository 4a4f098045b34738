package io.meridian.backtest.report;

import java.math.BigDecimal;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** Writes one JSON value. A number that is not finite is null, an exact one keeps all its digits. */
final class JsonWriter {
    private final StringBuilder out = new StringBuilder(1 << 12);
    private boolean first = true;

    JsonWriter object(Consumer<JsonWriter> fields) {
        return nested('{', '}', fields);
    }

    JsonWriter array(Consumer<JsonWriter> items) {
        return nested('[', ']', items);
    }

    private JsonWriter nested(char open, char close, Consumer<JsonWriter> content) {
        separate();
        out.append(open);
        first = true;
        content.accept(this);
        out.append(close);
        first = false;
        return this;
    }

    JsonWriter name(String name) {
        separate();
        quoted(name);
        out.append(':');
        first = true;
        return this;
    }

    JsonWriter field(String name, String value) {
        return name(name).text(value);
    }

    JsonWriter field(String name, long value) {
        return name(name).plain(Long.toString(value));
    }

    JsonWriter field(String name, boolean value) {
        return name(name).plain(Boolean.toString(value));
    }

    JsonWriter field(String name, double value) {
        return name(name).number(value);
    }

    JsonWriter field(String name, BigDecimal value) {
        return name(name).plain(value == null ? "null" : value.toPlainString());
    }

    JsonWriter numbers(String name, int count, ObjIntConsumer<JsonWriter> each) {
        return name(name).array(json -> {
            for (int i = 0; i < count; i++) {
                each.accept(json, i);
            }
        });
    }

    JsonWriter number(double value) {
        return plain(
                !Double.isFinite(value)
                        ? "null"
                        : value == Math.rint(value) && Math.abs(value) < 1e15
                                ? Long.toString((long) value)
                                : Double.toString(value));
    }

    JsonWriter number(long value) {
        return plain(Long.toString(value));
    }

    JsonWriter text(String value) {
        separate();
        quoted(value);
        return this;
    }

    private JsonWriter plain(String value) {
        separate();
        out.append(value);
        return this;
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c < ' '
                            || c >= 0x7F && c < 0xA0
                            || Character.isSurrogate(c)
                            || c == '\u2028'
                            || c == '\u2029') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
