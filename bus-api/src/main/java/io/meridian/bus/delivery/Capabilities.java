package io.meridian.bus.delivery;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What one engine, as configured, declares of itself.
 *
 * @param engine its name, as in {@code BUS_BACKEND}
 * @param supported what it can do
 * @param limits for each capability that it lacks or has only in part, a sentence that says why or how far
 * @param fastAck what an accepted message on the fast profile is known to have reached
 * @param durableAck what a confirmed message on the durable profile is known to have reached
 * @param maxPayload the largest payload in bytes
 */
public record Capabilities(
        String engine,
        Set<Capability> supported,
        Map<Capability, String> limits,
        AckLevel fastAck,
        AckLevel durableAck,
        int maxPayload) {

    /** Copies the collections. */
    public Capabilities {
        EnumSet<Capability> copy = EnumSet.noneOf(Capability.class);
        copy.addAll(supported);
        supported = java.util.Collections.unmodifiableSet(copy);
        EnumMap<Capability, String> notes = new EnumMap<>(Capability.class);
        notes.putAll(limits);
        limits = java.util.Collections.unmodifiableMap(notes);
    }

    /** Whether the engine declares {@code capability}. */
    public boolean has(Capability capability) {
        return supported.contains(capability);
    }

    /** The level an acknowledgement means on {@code profile}. */
    public AckLevel ackLevel(Profile profile) {
        return profile == Profile.FAST ? fastAck : durableAck;
    }

    /**
     * Fails unless the engine declares {@code capability}.
     *
     * @throws UnsupportedByEngineException naming the engine, what was asked, why it cannot, and what to do
     */
    public void require(Capability capability, String askedFor) {
        if (!has(capability)) {
            throw new UnsupportedByEngineException(engine, capability, askedFor, limits.get(capability));
        }
    }

    /**
     * Fails unless an acknowledgement on {@code profile} means at least {@code level}.
     *
     * @throws UnsupportedByEngineException naming both levels
     */
    public void requireAck(Profile profile, AckLevel level, String askedFor) {
        if (!ackLevel(profile).atLeast(level)) {
            throw new UnsupportedByEngineException(engine, profile, level, ackLevel(profile), askedFor);
        }
    }
}
