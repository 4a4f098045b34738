/**
 * The SPI an engine implements: a provider found by {@code ServiceLoader}, and what it opens.
 *
 * <p>An engine moves frames, keeps them when asked, and says how far it got. Stamping, grants, sequences, gaps, filters,
 * redelivery, dead letters and request/reply are done once, above it, in {@code io.meridian.bus}; none of that belongs
 * here. This package knows topics, delivery values and settings, and nothing of the bus above it.
 */
package io.meridian.bus.engine;
