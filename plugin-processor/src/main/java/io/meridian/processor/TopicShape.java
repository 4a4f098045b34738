package io.meridian.processor;

/** Topic patterns and topics known in part, as the compiler sees them. */
final class TopicShape {
    /** Stands in a text for what is only known when the plugin runs. */
    static final char UNKNOWN = '\0';

    // The contract's rule, in the words of a compiler: this jar needs no other, so it is here again, and tests compare.
    private static final int MAX_LENGTH = 254;
    private static final int MAX_SEGMENTS = 16;

    private TopicShape() {}

    /** What is wrong with a pattern, or null. */
    static String problem(String pattern) {
        if (pattern.isEmpty()) {
            return "it is empty";
        }
        if (pattern.length() > MAX_LENGTH) {
            return "it has more than " + MAX_LENGTH + " characters";
        }
        String[] segments = pattern.split("\\.", -1);
        if (segments.length > MAX_SEGMENTS) {
            return "it has more than " + MAX_SEGMENTS + " segments";
        }
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            if (segment.isEmpty()) {
                return "segment " + (i + 1) + " is empty";
            }
            if (segment.equals("**") && i < segments.length - 1) {
                return "'**' is only allowed at the end";
            }
            if (!segment.equals("*") && !segment.equals("**") && !segment.matches("[A-Za-z0-9_-]+")) {
                return "segment '" + segment + "' has other characters than A-Z a-z 0-9 _ - (or is * or ** as a whole)";
            }
        }
        return segments[0].equals("deployment") ? "the sidecar adds the deployment; begin with 'platform.'" : null;
    }

    /**
     * Whether a declared pattern may cover what is used. What is only known when the plugin runs may be anything, in
     * one segment or in many; so this is false only when no run could ever be covered.
     */
    static boolean mayCover(String pattern, String used) {
        return mayCover(pattern.split("\\.", -1), 0, used.split("\\.", -1), 0);
    }

    private static boolean mayCover(String[] pattern, int p, String[] used, int u) {
        if (u == used.length) {
            return p == pattern.length;
        }
        if (p == pattern.length) {
            return false;
        }
        if (pattern[p].equals("**")) {
            return true;
        }
        if (used[u].indexOf(UNKNOWN) < 0) {
            boolean covered = pattern[p].equals("*") ? !used[u].equals("**") : pattern[p].equals(used[u]);
            return covered && mayCover(pattern, p + 1, used, u + 1);
        }
        // The unknown part may have dots in it: let it take one segment of the pattern, or more.
        if (!startsAndEndsAlike(pattern[p], used[u], p, pattern.length)) {
            return false;
        }
        for (int taken = 1; p + taken <= pattern.length; taken++) {
            String last = pattern[p + taken - 1];
            if (last.equals("**") || (endsAlike(last, used[u]) && mayCover(pattern, p + taken, used, u + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsAndEndsAlike(String pattern, String used, int p, int length) {
        if (pattern.equals("*")) {
            return true;
        }
        String head = used.substring(0, used.indexOf(UNKNOWN));
        String tail = used.substring(used.lastIndexOf(UNKNOWN) + 1);
        boolean alone = p == length - 1;
        return pattern.startsWith(head)
                && (!alone || (pattern.endsWith(tail) && pattern.length() >= head.length() + tail.length()));
    }

    private static boolean endsAlike(String pattern, String used) {
        return pattern.equals("*") || pattern.endsWith(used.substring(used.lastIndexOf(UNKNOWN) + 1));
    }

    /** For people: what is unknown is shown as {@code {?}}. */
    static String shown(String used) {
        return used.replace(String.valueOf(UNKNOWN), "{?}");
    }
}
