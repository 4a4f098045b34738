package io.meridian.sidecar.control;

/** Reads a line word by word; a word in quotes may have spaces in it. */
final class Words {
    private final String line;
    private int position;

    Words(String line) {
        this.line = line;
    }

    /** The next word; what it should be goes into the complaint when there is none. */
    String next(String what) {
        skipSpaces();
        if (position == line.length()) {
            throw new IllegalArgumentException(what + " is missing");
        }
        boolean quoted = line.charAt(position) == '"';
        int start = quoted ? position + 1 : position;
        int end = line.indexOf(quoted ? '"' : ' ', start);
        if (end < 0 && quoted) {
            throw new IllegalArgumentException("a quote is not closed");
        }
        end = end < 0 ? line.length() : end;
        position = quoted ? end + 1 : end;
        return line.substring(start, end);
    }

    /** All that is left. */
    String rest() {
        skipSpaces();
        String rest = line.substring(position).strip();
        position = line.length();
        return rest;
    }

    private void skipSpaces() {
        while (position < line.length() && line.charAt(position) == ' ') {
            position++;
        }
    }
}
