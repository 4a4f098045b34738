package io.meridian.platform.author;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of the scaffold: text with {@code @name@} where values go. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("@([a-zA-Z]+)@");

    private Template() {}

    /** The text with its values. Each place must have one. */
    static String filled(String name, Map<String, String> values) {
        return PLACE.matcher(text(name)).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalStateException(
                        "template=" + name + " wants a value that is not there: " + place.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    static String text(String name) {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("template=" + name + " is not in the distribution");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read template=" + name + ": " + e.getMessage(), e);
        }
    }
}
