package io.meridian.bus;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.topic.Topic;
import java.util.Objects;

/**
 * What to publish, and how. Start from {@link #fast} or {@link #durable}.
 *
 * @param topic the one topic
 * @param profile fast or durable
 * @param payloadSchema number of the payload's schema, 0 when unnamed
 * @param payloadVersion version of that schema
 * @param contentType of the payload, empty for the trading schema
 * @param required the least an acknowledgement must mean; an engine that gives less refuses
 */
public record PublisherSpec(
        Topic topic, Profile profile, int payloadSchema, int payloadVersion, String contentType, AckLevel required) {
    /** Refuses nulls and versions that do not fit. */
    public PublisherSpec {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(required, "required");
        if (payloadVersion < 0 || payloadVersion > 0xFFFF) {
            throw new IllegalArgumentException("payloadVersion=" + payloadVersion + " is not within 0..65535");
        }
    }

    /** On the fast profile. */
    public static PublisherSpec fast(Topic topic) {
        return new PublisherSpec(topic, Profile.FAST, 0, 0, "", AckLevel.QUEUED);
    }

    /** On the fast profile. */
    public static PublisherSpec fast(String topic) {
        return fast(Topic.of(topic));
    }

    /** On the durable profile. */
    public static PublisherSpec durable(Topic topic) {
        return new PublisherSpec(topic, Profile.DURABLE, 0, 0, "", AckLevel.QUEUED);
    }

    /** On the durable profile. */
    public static PublisherSpec durable(String topic) {
        return durable(Topic.of(topic));
    }

    /** Names the payload's schema. */
    public PublisherSpec schema(int number, int version) {
        return new PublisherSpec(topic, profile, number, version, contentType, required);
    }

    /** Names the payload's content type. */
    public PublisherSpec contentType(String type) {
        return new PublisherSpec(topic, profile, payloadSchema, payloadVersion, type, required);
    }

    /** Requires acknowledgements to mean at least {@code level}. */
    public PublisherSpec require(AckLevel level) {
        return new PublisherSpec(topic, profile, payloadSchema, payloadVersion, contentType, level);
    }
}
