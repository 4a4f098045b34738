package io.meridian.bus.nats;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;

/**
 * How topics map to NATS subjects. The grammar of topics is a part of that of subjects, so each segment is a token; {@code *}
 * stays, and a final {@code **} is {@code >}.
 *
 * <ul>
 *   <li>{@code deployment.{id}.fast.{topic}} carries the fast profile,
 *   <li>{@code deployment.{id}.durable.{topic}} the durable one, all of it kept in the stream {@code MERIDIAN_{id}},
 *   <li>{@code deployment.{id}.lock.{name}} answers whether somebody holds the durable subscription of this name.
 * </ul>
 *
 * A server that grants {@code deployment.{id}.>}, {@code $JS.API.>}, {@code $JS.ACK.MERIDIAN_{id}.>} and {@code _INBOX.>} to a
 * user confines it to one deployment.
 */
record Subjects(String deployment) {
    private static final String ROOT = "deployment.";

    /** What goes in front of a topic. */
    String prefix(Profile profile) {
        return ROOT + deployment + (profile == Profile.FAST ? ".fast." : ".durable.");
    }

    String of(Profile profile, Topic topic) {
        return prefix(profile) + topic.name();
    }

    String of(Profile profile, TopicPattern pattern) {
        String text = pattern.text();
        return prefix(profile) + (text.endsWith("**") ? text.substring(0, text.length() - 2) + '>' : text);
    }

    /** All durable subjects of the deployment. */
    String allDurable() {
        return prefix(Profile.DURABLE) + '>';
    }

    String lock(String name) {
        return ROOT + deployment + ".lock." + name;
    }

    /** The name of the stream. */
    String stream() {
        return "MERIDIAN_" + deployment;
    }
}
