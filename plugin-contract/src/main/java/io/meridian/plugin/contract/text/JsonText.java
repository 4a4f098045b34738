package io.meridian.plugin.contract.text;

import java.util.List;

/** Texts as JSON has them. */
public final class JsonText {
    private JsonText() {}

    /** In quotes. */
    public static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16);
        quote(json, text);
        return json.toString();
    }

    /** The same, behind what is there. */
    public static StringBuilder quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }

    /** All of them, as an array. */
    public static String array(List<String> texts) {
        return String.join(",", texts.stream().map(JsonText::quoted).toList()).transform(inner -> "[" + inner + "]");
    }
}
