package io.meridian.marketfiles;

/** One row cannot be read. Where it stands is added by who knows. */
final class BadRow extends RuntimeException {
    private static final int SHOWN = 60;

    BadRow(String message) {
        super(message, null, false, false);
    }

    BadRow(String column, CharSequence text, String expected) {
        this("column=" + column + " text=" + shown(text) + ": " + expected);
    }

    private static String shown(CharSequence text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && i < SHOWN; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? '?' : c);
        }
        return text.length() > SHOWN ? shown + "..." : shown.toString();
    }
}
