package io.meridian.bus.delivery;

/** How much a message's way is protected. Chosen per publisher and per subscription; the two never meet. */
public enum Profile {
    /** For ticks, quotes and signals: lowest latency, delivered to whoever is there, never stored. */
    FAST,
    /** For orders, fills, control and audit: stored before it is acknowledged, delivered at least once, replayable. */
    DURABLE
}
