package io.meridian.sdk.runtime;

import io.meridian.sdk.Plugin;
import io.meridian.sdk.Profile;
import io.meridian.sdk.TopicRules;
import io.meridian.sdk.Topics;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.StatePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a plugin's class says of itself.
 *
 * @param yaml the manifest that the build wrote, or empty
 */
public record Manifest(
        String id,
        String version,
        String pool,
        List<String> publishes,
        List<String> subscribes,
        List<String> requests,
        List<String> answers,
        List<String> replays,
        List<String> durable,
        StatePolicy state,
        Class<? extends Record> settings,
        String yaml) {

    /** @throws IllegalArgumentException when the class carries no {@link MeridianPlugin}, or one with a wrong topic */
    public static Manifest of(Class<? extends Plugin> type) {
        MeridianPlugin said = type.getAnnotation(MeridianPlugin.class);
        if (said == null) {
            throw new IllegalArgumentException("class=" + type.getName()
                    + " has no @MeridianPlugin. Add it: it names the plugin and the topics it uses.");
        }
        return new Manifest(
                said.id(),
                said.version(),
                said.pool(),
                patterns(said.publishes()),
                patterns(said.subscribes()),
                patterns(said.requests()),
                patterns(said.answers()),
                patterns(said.replays()),
                patterns(said.durable()),
                said.state(),
                said.settings(),
                yaml(type, said.id()));
    }

    private static List<String> patterns(String[] patterns) {
        for (String pattern : patterns) {
            TopicRules.requirePattern(pattern);
        }
        return List.of(patterns);
    }

    private static String yaml(Class<?> type, String id) {
        try (InputStream in = type.getResourceAsStream("/META-INF/meridian/plugin.yaml")) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().anyMatch(line -> line.strip().matches("id: *\"?" + id + "\"?")) ? text : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read plugin.yaml beside class=" + type.getName(), e);
        }
    }

    /** A digest of {@link #yaml}; empty when there is none. */
    public String digest() {
        if (yaml.isEmpty()) {
            return "";
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(yaml.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** The profile of a topic or pattern: that of the platform's topics, or as this manifest has it. */
    public Profile profile(String topicOrPattern) {
        for (String pattern : durable) {
            if (TopicRules.covers(pattern, topicOrPattern)) {
                return Profile.DURABLE;
            }
        }
        return Topics.profile(topicOrPattern);
    }
}
