package io.meridian.platform.cli;

import java.util.Collection;
import java.util.Map;

/** Writes maps, collections, texts, numbers, booleans and null as JSON on one line. */
public final class Json {
    private Json() {}

    /** The whole value. */
    public static String of(Object value) {
        StringBuilder text = new StringBuilder(256);
        write(text, value);
        return text.toString();
    }

    private static void write(StringBuilder text, Object value) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> {
                text.append('{');
                String comma = "";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    text.append(comma);
                    write(text, entry.getKey().toString());
                    text.append(':');
                    write(text, entry.getValue());
                    comma = ",";
                }
                text.append('}');
            }
            case Collection<?> items -> {
                text.append('[');
                String comma = "";
                for (Object item : items) {
                    text.append(comma);
                    write(text, item);
                    comma = ",";
                }
                text.append(']');
            }
            case Number number -> text.append(number);
            case Boolean bool -> text.append(bool);
            default -> quoted(text, value.toString());
        }
    }

    private static void quoted(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
