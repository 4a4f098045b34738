package io.meridian.storage.market;

/** Where a row is among those of its kind: its time, and its number in order of coming. */
public record PastPlace(long timeNs, long came) {}
