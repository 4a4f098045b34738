package io.meridian.sidecar.metrics;

import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.schema.TopicTemplate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds topics into templates, so that a thousand symbols are one row: {@code platform.data.quote.XNAS.AAPL} counts under
 * {@code platform.data.quote.{venue}.{symbol}}. What the contract has no template for goes under the first of the operator's own
 * patterns that matches, else under {@value #OTHER}; so do all templates beyond the bound. A pattern over several templates goes under what they
 * have in common.
 *
 * <p>One thread asks for numbers; any thread may ask for names of numbers below {@link #count()}.
 */
final class TopicTemplates {
    /** What has no template of its own. */
    static final String OTHER = TopicTemplate.OTHER;
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
        String tag = TopicTemplate.tag(topic.name());
        if (!tag.equals(OTHER)) {
            return numberOf(tag);
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
        boolean dead = pattern.text().startsWith(DEAD) && pattern.segments() > 1;
        TopicPattern original = dead ? TopicPattern.of(pattern.text().substring(DEAD.length())) : pattern;
        String common = common(original);
        if (common != null) {
            return numberOf(dead ? DEAD + common : common);
        }
        for (TopicPattern candidate : own) {
            if (candidate.covers(pattern)) {
                return numberOf(candidate.text());
            }
        }
        return 0;
    }

    /** What the templates of a pattern's topics have in common, or null when it has none. */
    private static String common(TopicPattern pattern) {
        List<String> templates = Arrays.stream(TopicTemplate.values())
                .filter(template -> TopicPattern.of(template.pattern()).intersects(pattern))
                .map(TopicTemplate::template)
                .toList();
        if (templates.size() < 2) {
            return templates.isEmpty() ? null : templates.getFirst();
        }
        String[] first = templates.getFirst().split("\\.");
        StringBuilder common = new StringBuilder();
        for (String segment : first) {
            String longer = common + segment + ".";
            if (!templates.stream().allMatch(template -> template.startsWith(longer))) {
                break;
            }
            common.append(segment).append('.');
        }
        return common + "**";
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
}
