package io.meridian.bus.engine;

import io.meridian.bus.delivery.Overflow;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.topic.TopicPattern;

/**
 * Asks for a subscription. The bus above has already checked it against the engine's capabilities.
 *
 * @param pattern what to deliver; an engine may deliver more, the bus filters by the envelope's topic hash or the topic
 *     the engine names, but must never deliver less
 * @param profile fast or durable
 * @param name of a subscription that others may share or that keeps a cursor, or null. On the durable profile a named
 *     subscription resumes after its last confirmed message. Letters, digits, {@code _} and {@code -}, at most 64
 * @param shared whether several members under the same name share the messages (a group). Not shared on the durable
 *     profile means one member at a time: an engine that sees a second one refuses it. On the fast profile a name is
 *     always shared
 * @param start where a new durable subscription begins. For SEQUENCE and TIME the engine may begin earlier; the bus
 *     filters the rest
 * @param overflow lossless or lossy
 * @param bufferLimit how many undelivered messages a lossy subscription may hold before it drops
 * @param maxInFlight how many messages the bus may hold unconfirmed at once
 */
public record SubscriptionRequest(
        TopicPattern pattern,
        Profile profile,
        String name,
        boolean shared,
        StartAt start,
        Overflow overflow,
        int bufferLimit,
        int maxInFlight) {}
