package io.meridian.bus.engine;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.topic.Topic;

/**
 * Asks for a publication of one topic.
 *
 * @param topic without the deployment in front
 * @param profile fast or durable
 * @param owner publications with the same owner are never used at the same time, so an engine may let them share what is
 *     not safe for threads. Usually the owning thread
 */
public record PublicationRequest(Topic topic, Profile profile, Object owner) {}
