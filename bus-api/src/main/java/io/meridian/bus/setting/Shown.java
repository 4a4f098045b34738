package io.meridian.bus.setting;

/** Makes a text from outside safe to print: short, on one line, with nothing that steers a terminal. */
final class Shown {
    private static final int LONGEST = 120;

    private Shown() {}

    static String quoted(String text) {
        return '"' + bare(text) + '"';
    }

    static String bare(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(point -> {
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.UNASSIGNED,
                        Character.PRIVATE_USE -> shown.append(String.format("\\u{%x}", point));
                default -> shown.appendCodePoint(point);
            }
        });
        return text.codePointCount(0, text.length()) > LONGEST
                ? shown.append("...").toString()
                : shown.toString();
    }
}
