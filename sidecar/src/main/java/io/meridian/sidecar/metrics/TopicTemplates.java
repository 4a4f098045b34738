package io.meridian.sidecar.metrics;

import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds topics into templates, so that a thousand symbols are one row: {@code platform.data.quote.XNAS.AAPL} counts under
 * {@code platform.data.quote.{venue}.{symbol}}. What the platform's names do not tell goes under the first of the operator's own
 * patterns that matches, else under {@value #OTHER}; so do all templates beyond the bound.
 *
 * <p>One thread asks for numbers; any thread may ask for names of numbers below {@link #count()}.
 */
final class TopicTemplates {
    /** What has no template of its own. */
    static final String OTHER = "other";
    /** The most templates there can be. */
    static final int CAPACITY = 64;

    private static final String DEAD = "dlq.";

    private final List<TopicPattern> own;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final String[] names = new String[CAPACITY];
    private volatile int count;

    TopicTemplates(List<TopicPattern> own) {
        this.own = List.copyOf(own);
        numberOf(OTHER);
    }

    /** How many there are; they are numbered from 0, and 0 is {@value #OTHER}. */
    int count() {
        return count;
    }

    String name(int number) {
        return names[number];
    }

    int numberOf(Topic topic) {
        String[] segments = new String[topic.segments()];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = topic.segment(i);
        }
        String folded = fold(segments, 0);
        if (folded != null) {
            return numberOf(folded);
        }
        for (TopicPattern pattern : own) {
            if (pattern.matches(topic)) {
                return numberOf(pattern.text());
            }
        }
        return 0;
    }

    int numberOf(TopicPattern pattern) {
        if (pattern.isConcrete()) {
            return numberOf(pattern.topic());
        }
        String[] segments = new String[pattern.segments()];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = pattern.segment(i);
        }
        String folded = fold(segments, 0);
        if (folded != null) {
            return numberOf(folded);
        }
        for (TopicPattern candidate : own) {
            if (candidate.covers(pattern)) {
                return numberOf(candidate.text());
            }
        }
        return 0;
    }

    private int numberOf(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        int number = count;
        if (number == CAPACITY) {
            return 0;
        }
        names[number] = name;
        numbers.put(name, number);
        count = number + 1;
        return number;
    }

    /** The template of these segments from the given one on, or null when the platform has no name for them. */
    private static String fold(String[] segments, int from) {
        String first = segments[from];
        if (isWild(first)) {
            return "**";
        }
        if (first.equals("dlq") && from == 0) {
            String original = segments.length == 1 ? null : fold(segments, 1);
            return DEAD + (original == null ? OTHER : original);
        }
        if (!first.equals("platform")) {
            return null;
        }
        int left = segments.length - from;
        if (left == 1) {
            return null;
        }
        String area = segments[from + 1];
        String kind = left > 2 ? segments[from + 2] : "";
        return switch (area) {
            case "data" ->
                oneOf(kind, "quote", "trade", "bar", "book", "status") && (left == 5 || endsWithRest(segments))
                        ? "platform.data." + kind + ".{venue}.{symbol}"
                        : rest("platform.data", kind);
            case "signal" ->
                kind.equals("insight") ? "platform.signal.insight.{model}.{symbol}" : rest("platform.signal", kind);
            case "portfolio" ->
                kind.equals("target") ? "platform.portfolio.target.{portfolio}" : rest("platform.portfolio", kind);
            case "oms", "ems" ->
                oneOf(kind, "command", "event")
                        ? "platform." + area + "." + kind + ".**"
                        : rest("platform." + area, kind);
            case "ccm" ->
                left > 3 && oneOf(segments[from + 3], "command", "event", "session")
                        ? "platform.ccm.{venue}." + segments[from + 3] + (left > 4 ? ".**" : "")
                        : "platform.ccm.**";
            case "bor" ->
                oneOf(kind, "position", "cash", "nav")
                        ? "platform.bor." + kind + ".{portfolio}"
                        : rest("platform.bor", kind);
            case "control" ->
                oneOf(kind, "grants", "lifecycle", "heartbeat", "kill")
                        ? "platform.control." + kind
                        : rest("platform.control", kind);
            case "audit" -> kind.equals("sidecar") ? "platform.audit.sidecar" : rest("platform.audit", kind);
            case "*", "**" -> "platform.**";
            default -> null;
        };
    }

    private static String rest(String area, String kind) {
        return kind.isEmpty() ? area : area + ".**";
    }

    private static boolean endsWithRest(String[] segments) {
        return segments[segments.length - 1].equals("**");
    }

    private static boolean isWild(String segment) {
        return segment.equals("*") || segment.equals("**");
    }

    private static boolean oneOf(String text, String... words) {
        for (String word : words) {
            if (word.equals(text)) {
                return true;
            }
        }
        return false;
    }
}
