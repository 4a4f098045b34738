package io.meridian.plugin.contract.manifest;

import java.util.Collection;
import java.util.Locale;

/** Texts in messages about manifests. */
final class Texts {
    private static final int SHOWN = 60;

    private Texts() {}

    /** A text from a file, fit for one line of a message. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && i < SHOWN; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return text.length() > SHOWN ? shown + "..." : shown.toString();
    }

    /** A sentence that names the known text most like the given one, or nothing when none is like it. */
    static String suggestion(String text, Collection<String> known) {
        if (text.length() > SHOWN) {
            return "";
        }
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(text.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best != null && least <= Math.max(1, best.length() / 3) ? "; did you mean '" + best + "'?" : "";
    }

    /** How many letters must be put in, taken out, changed or exchanged with the next. */
    private static int distance(String one, String other) {
        int[][] least = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                least[i][j] = i == 0 ? j : j == 0 ? i : step(least, one, other, i, j);
            }
        }
        return least[one.length()][other.length()];
    }

    private static int step(int[][] least, String one, String other, int i, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int best = Math.min(least[i - 1][j - 1] + (same ? 0 : 1), Math.min(least[i - 1][j], least[i][j - 1]) + 1);
        boolean exchanged =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return exchanged ? Math.min(best, least[i - 2][j - 2] + 1) : best;
    }
}
