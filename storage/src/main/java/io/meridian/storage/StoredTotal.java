package io.meridian.storage;

/**
 * What a store has in all.
 *
 * @param firstNs epoch nanoseconds of the earliest row that was not imported; 0 when there is none
 * @param lastNs of the latest
 * @param bytes how much room it takes on the disk
 */
public record StoredTotal(long rows, long firstNs, long lastNs, long bytes) {}
