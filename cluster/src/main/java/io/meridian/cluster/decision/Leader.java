package io.meridian.cluster.decision;

/**
 * Who leads.
 *
 * @param node empty: nobody
 * @param term grows with each that comes into office
 */
public record Leader(String node, long term) {}
