package io.meridian.platform.cli;

/**
 * Colours for a few meanings, or none.
 *
 * @param coloured whether to write them
 */
public record Shades(boolean coloured) {
    /** What matters most. */
    public String bold(String text) {
        return shade("1", text);
    }

    /** What explains the rest. */
    public String dim(String text) {
        return shade("2", text);
    }

    /** All is well. */
    public String good(String text) {
        return shade("32", text);
    }

    /** Look here. */
    public String bad(String text) {
        return shade("31;1", text);
    }

    /** Soon well. */
    public String waiting(String text) {
        return shade("33", text);
    }

    private String shade(String code, String text) {
        return coloured ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
