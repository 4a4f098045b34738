package io.meridian.plugin.contract.manifest;

import io.meridian.plugin.contract.manifest.ManifestException.Problem;
import io.meridian.plugin.contract.manifest.YamlNode.Entries;
import io.meridian.plugin.contract.manifest.YamlNode.Entry;
import io.meridian.plugin.contract.manifest.YamlNode.Items;
import io.meridian.plugin.contract.manifest.YamlNode.Kind;
import io.meridian.plugin.contract.manifest.YamlNode.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the keys of one mapping, and notes what is wrong instead of stopping at it. */
final class Fields {
    private static final int MAX_PROBLEMS = 20;

    private final Entries entries;
    private final String where;
    private final List<Problem> problems;

    /**
     * @param where how the mapping is called in messages, with a space behind; empty for the whole manifest
     * @param known all keys it may have
     */
    Fields(Entries entries, String where, Set<String> known, List<Problem> problems) {
        this.entries = entries;
        this.where = where;
        this.problems = problems;
        for (Entry entry : entries.entries().values()) {
            String key = entry.key().text();
            if (!known.contains(key)) {
                String suggestion = Texts.suggestion(key, known);
                report(
                        entry.key(),
                        where + "unknown key '" + Texts.shown(key) + "'" + (suggestion.isEmpty() ? "." : suggestion)
                                + " Known: " + String.join(", ", known));
            }
        }
    }

    void report(YamlNode node, String text) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new Problem(node.line(), node.column(), text));
        }
    }

    boolean has(String key) {
        return entries.entries().containsKey(key);
    }

    YamlNode node(String key) {
        Entry entry = entries.entries().get(key);
        return entry == null ? entries : entry.value();
    }

    private Optional<YamlNode> value(String key, boolean required) {
        Entry entry = entries.entries().get(key);
        if (entry == null && required) {
            report(entries, where + "key '" + key + "' is missing");
        }
        return Optional.ofNullable(entry).map(Entry::value);
    }

    /** A scalar of one of the kinds; what is of another kind is reported. */
    Optional<Scalar> scalar(String key, boolean required, String wanted, Kind... kinds) {
        return value(key, required).flatMap(node -> scalar(key, node, wanted, kinds));
    }

    private Optional<Scalar> scalar(String key, YamlNode node, String wanted, Kind... kinds) {
        if (node instanceof Scalar scalar) {
            for (Kind kind : kinds) {
                if (scalar.kind() == kind) {
                    return Optional.of(scalar);
                }
            }
        }
        String hint = node instanceof Scalar scalar && scalar.kind() != Kind.NULL && kinds[0] == Kind.TEXT
                ? ", so put it in quotes: \"" + Texts.shown(scalar.text()) + "\""
                : "";
        report(node, where + "'" + key + "' must be " + wanted + "; YAML reads this as " + YamlNode.shown(node) + hint);
        return Optional.empty();
    }

    /** A text that passes the test, else empty. */
    String text(String key, boolean required, String wanted, Predicate<String> test) {
        return scalar(key, required, wanted, Kind.TEXT)
                .map(scalar -> checked(key, scalar, wanted, test))
                .orElse("");
    }

    private String checked(String key, Scalar scalar, String wanted, Predicate<String> test) {
        if (!test.test(scalar.text())) {
            report(scalar, where + "'" + key + "' is '" + Texts.shown(scalar.text()) + "' but must be " + wanted);
        }
        return scalar.text();
    }

    /** One of a few texts. */
    Optional<String> oneOf(String key, boolean required, List<String> known) {
        Optional<Scalar> scalar = scalar(key, required, "one of " + String.join(", ", known), Kind.TEXT);
        scalar.filter(value -> !known.contains(value.text()))
                .ifPresent(value -> report(
                        value,
                        where + "'" + key + "' is '" + Texts.shown(value.text()) + "' but must be one of "
                                + String.join(", ", known) + Texts.suggestion(value.text(), known)));
        return scalar.map(Scalar::text).filter(known::contains);
    }

    Optional<Boolean> flag(String key) {
        return scalar(key, false, "true or false", Kind.BOOLEAN)
                .map(scalar -> scalar.text().equalsIgnoreCase("true"));
    }

    Optional<BigDecimal> number(String key, boolean whole, BigDecimal least, BigDecimal most) {
        String wanted =
                (whole ? "a whole number" : "a number") + (most == null ? "" : " from " + least + " to " + most);
        Optional<Scalar> scalar = whole
                ? scalar(key, false, wanted, Kind.INTEGER)
                : scalar(key, false, wanted, Kind.INTEGER, Kind.NUMBER);
        return scalar.flatMap(value -> {
            if (!SettingType.DECIMAL.takes(value.text())) {
                report(value, where + "'" + key + "' must be " + wanted + ", written with digits");
                return Optional.empty();
            }
            BigDecimal number = new BigDecimal(value.text());
            if (most != null && (number.compareTo(least) < 0 || number.compareTo(most) > 0)) {
                report(value, where + "'" + key + "' is " + value.text() + " but must be " + wanted);
                return Optional.empty();
            }
            return Optional.of(number);
        });
    }

    Optional<Items> items(String key, int most) {
        Optional<YamlNode> node = value(key, false);
        if (node.isPresent() && !(node.get() instanceof Items)) {
            report(
                    node.get(),
                    where + "'" + key + "' must be a list; YAML reads this as " + YamlNode.shown(node.get())
                            + ". Write [] for an empty one.");
            return Optional.empty();
        }
        Optional<Items> items = node.map(Items.class::cast);
        items.filter(list -> list.items().size() > most)
                .ifPresent(list ->
                        report(list, where + "'" + key + "' has " + list.items().size() + " items, at most " + most));
        return items;
    }

    /** A list of texts, none twice unless {@code repeats}, each passing the test. */
    List<String> texts(String key, int most, boolean repeats, String wanted, Predicate<String> test) {
        List<String> texts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        items(key, most).ifPresent(list -> {
            for (YamlNode item : list.items()) {
                scalar(key, item, "a list, each item " + wanted, Kind.TEXT).ifPresent(scalar -> {
                    texts.add(checked(key, scalar, wanted, test));
                    if (!seen.add(scalar.text()) && !repeats) {
                        report(scalar, where + "'" + key + "' has '" + Texts.shown(scalar.text()) + "' twice");
                    }
                });
            }
        });
        return texts;
    }

    Optional<Entries> mapping(String key) {
        Optional<YamlNode> node = value(key, false);
        if (node.isPresent() && !(node.get() instanceof Entries)) {
            report(
                    node.get(),
                    where + "'" + key + "' must be a mapping; YAML reads this as " + YamlNode.shown(node.get()));
            return Optional.empty();
        }
        return node.map(Entries.class::cast);
    }
}
