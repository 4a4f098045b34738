package io.meridian.manager.grants;

import io.meridian.bus.grant.Action;
import io.meridian.bus.topic.TopicPattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which grants more than one person must approve, as data: one rule a line, {@code TAG ACTION PATTERN}; blank lines and those that start with
 * {@code #} are left out. A grant that meets any part of a rule is sensitive.
 */
public final class SensitiveTopics {
    private static final String STANDARD = "sensitive-topics.txt";

    private final List<Rule> rules;

    private record Rule(String tag, Action action, TopicPattern pattern) {}

    private SensitiveTopics(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Those that come with the platform. */
    public static SensitiveTopics standard() {
        try (InputStream in = SensitiveTopics.class.getResourceAsStream(STANDARD)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(STANDARD + " cannot be read from the program's own files", e);
        }
    }

    /** @throws IllegalArgumentException at the first line that is wrong, with its number */
    public static SensitiveTopics parse(String text) {
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("\\s+");
            if (words.length != 3) {
                throw new IllegalArgumentException("line " + number + ": expected TAG ACTION PATTERN");
            }
            try {
                rules.add(new Rule(
                        words[0], Action.valueOf(words[1].toUpperCase(Locale.ROOT)), TopicPattern.of(words[2])));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
            }
        }
        return new SensitiveTopics(rules);
    }

    /** Why a grant is sensitive; empty: it is not. */
    List<String> tags(Action action, TopicPattern pattern) {
        return rules.stream()
                .filter(rule -> rule.action() == action && rule.pattern().intersects(pattern))
                .map(Rule::tag)
                .distinct()
                .toList();
    }
}
