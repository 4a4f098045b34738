package io.meridian.bus.topic;

/**
 * A topic or pattern split at its dots, each segment with a 64-bit key that makes comparing cheap.
 *
 * <p>The alphabet has exactly 64 characters, so up to ten of them pack into 60 bits, under a leading one that tells
 * the length: such a key is positive and stands for one segment only. A longer segment gets a negative key, its hash:
 * equal keys then still need {@link #same} to compare the text.
 */
record Segments(String[] texts, long[] keys) {
    /** The key of {@code *}. Packed keys start at 64, so it cannot be a literal's. */
    static final long ONE = 1;
    /** The key of {@code **}. */
    static final long REST = 2;

    private static final int PACKED_CHARACTERS = 10;
    private static final String ALLOWED = "; allowed are 1 to " + Topic.MAX_SEGMENTS
            + " segments of A-Z a-z 0-9 _ - joined by '.', at most " + Topic.MAX_LENGTH + " characters";
    private static final String ALLOWED_IN_PATTERN = ALLOWED
            + "; in a pattern a whole segment may be '*' (exactly one segment), and the last may be '**' (one or more)";

    static Segments parse(final String name, final boolean pattern) {
        if (name == null) {
            throw new IllegalArgumentException((pattern ? "pattern" : "topic") + "=null: a name is needed");
        }
        final int length = name.length();
        if (length == 0) {
            throw invalid(name, pattern, "it is empty");
        }
        if (length > Topic.MAX_LENGTH) {
            throw invalid(name, pattern, "it has length=" + length);
        }
        final int count = count(name, pattern);
        final String[] texts = new String[count];
        final long[] keys = new long[count];
        int start = 0;
        for (int i = 0; i < count; i++) {
            final int dot = name.indexOf('.', start);
            final int end = dot < 0 ? length : dot;
            keys[i] = key(name, start, end, pattern);
            texts[i] = name.substring(start, end);
            start = end + 1;
        }
        return new Segments(texts, keys);
    }

    /** Whether a literal of one and a literal of the other are the same segment. */
    static boolean same(final long key, final String text, final long otherKey, final String otherText) {
        return key == otherKey && (key > 0 || text.equals(otherText));
    }

    private static int count(final String name, final boolean pattern) {
        int count = 1;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            count++;
        }
        if (count > Topic.MAX_SEGMENTS) {
            throw invalid(name, pattern, "it has segments=" + count);
        }
        return count;
    }

    private static long key(final String name, final int start, final int end, final boolean pattern) {
        if (start == end) {
            throw invalid(
                    name,
                    pattern,
                    "an empty segment at character " + (start + 1) + (end == name.length() ? " (the end)" : ""));
        }
        if (pattern && name.charAt(start) == '*') {
            return wildcard(name, start, end);
        }
        long key = 1;
        long hash = 0;
        for (int i = start; i < end; i++) {
            final int code = code(name.charAt(i));
            if (code < 0) {
                throw invalid(name, pattern, badCharacter(name.charAt(i), i, pattern));
            }
            key = key << 6 | code;
            hash = (hash ^ code) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return end - start <= PACKED_CHARACTERS ? key : hash | Long.MIN_VALUE;
    }

    private static long wildcard(final String name, final int start, final int end) {
        if (end - start == 1) {
            return ONE;
        }
        if (end - start > 2 || name.charAt(start + 1) != '*') {
            throw invalid(name, true, "a wildcard mixed with other characters at character " + (start + 1));
        }
        if (end != name.length()) {
            throw invalid(name, true, "'**' before the last segment, at character " + (start + 1));
        }
        return REST;
    }

    private static int code(final char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '_' ? 62 : c == '-' ? 63 : -1;
    }

    private static String badCharacter(final char c, final int index, final boolean pattern) {
        final String at = printable(String.valueOf(c)) + "' at character " + (index + 1);
        if (c != '*') {
            return "the character '" + at;
        }
        return pattern
                ? "a wildcard mixed with other characters, '" + at
                : "the wildcard '" + at + " (a topic is concrete; wildcards belong to a pattern)";
    }

    private static IllegalArgumentException invalid(final String name, final boolean pattern, final String problem) {
        return new IllegalArgumentException((pattern ? "pattern=\"" : "topic=\"") + printable(name)
                + "\" is not valid: " + problem + (pattern ? ALLOWED_IN_PATTERN : ALLOWED));
    }

    /** Hostile names end up in messages and logs, so control characters and endless text must not. */
    private static String printable(final String text) {
        final StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (i > Topic.MAX_LENGTH) {
                return out.append("...").toString();
            }
            final char c = text.charAt(i);
            if (c >= ' ' && c < 0x7F && c != '"') {
                out.append(c);
            } else {
                out.append(String.format("\\u%04X", (int) c));
            }
        }
        return out.toString();
    }
}
