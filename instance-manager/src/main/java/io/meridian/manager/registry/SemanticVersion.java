package io.meridian.manager.registry;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version as semantic versioning has it, in its order. What follows a plus sign makes it another one, and is ordered as text. */
public record SemanticVersion(BigInteger major, BigInteger minor, BigInteger patch, String before, String build)
        implements Comparable<SemanticVersion> {
    private static final String NUMBER = "(0|[1-9]\\d{0,18})";
    private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?");
    private static final int LONGEST = 128;

    /** Reads it; empty when it is none, such as {@code latest}. */
    public static Optional<SemanticVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SemanticVersion(
                new BigInteger(matcher.group(1)),
                new BigInteger(matcher.group(2)),
                new BigInteger(matcher.group(3)),
                matcher.group(4) == null ? "" : matcher.group(4),
                matcher.group(5) == null ? "" : matcher.group(5)));
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int order = major.compareTo(other.major);
        order = order != 0 ? order : minor.compareTo(other.minor);
        order = order != 0 ? order : patch.compareTo(other.patch);
        order = order != 0 ? order : compareBefore(before, other.before);
        return order != 0 ? order : build.compareTo(other.build);
    }

    private static int compareBefore(String left, String right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isEmpty(), right.isEmpty());
        }
        String[] a = left.split("\\.");
        String[] b = right.split("\\.");
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            boolean isNumberA = a[i].chars().allMatch(Character::isDigit);
            boolean isNumberB = b[i].chars().allMatch(Character::isDigit);
            int order = isNumberA && isNumberB
                    ? new BigInteger(a[i]).compareTo(new BigInteger(b[i]))
                    : isNumberA == isNumberB ? a[i].compareTo(b[i]) : Boolean.compare(isNumberB, isNumberA);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length, b.length);
    }
}
