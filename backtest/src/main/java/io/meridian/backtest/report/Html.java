package io.meridian.backtest.report;

/** A piece of a page. What is given as text is escaped; only markup of our own is written as it is. */
final class Html {
    private final StringBuilder out = new StringBuilder(1 << 12);

    /** Markup of our own, never text from outside. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    Html raw(Html piece) {
        out.append(piece.out);
        return this;
    }

    Html text(String text) {
        escape(out, text);
        return this;
    }

    /** An element around a text. */
    Html element(String tag, String text) {
        return raw("<" + tag + ">").text(text).raw("</" + tag.split(" ")[0] + ">");
    }

    int length() {
        return out.length();
    }

    @Override
    public String toString() {
        return out.toString();
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        escape(escaped, text);
        return escaped.toString();
    }

    private static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(c);
                default -> out.append(isMisleading(c) ? '\uFFFD' : c);
            }
        }
    }

    /** Control characters, and those that turn the direction of the text after them. */
    private static boolean isMisleading(char c) {
        return c < ' '
                || c >= 0x7F && c < 0xA0
                || c >= 0x200E && c <= 0x200F
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069;
    }
}
