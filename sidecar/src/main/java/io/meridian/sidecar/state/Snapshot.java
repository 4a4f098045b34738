package io.meridian.sidecar.state;

/**
 * What is known of the stored state.
 *
 * @param savedNs when it was stored, epoch nanoseconds
 * @param bytes its length
 * @param sha256 of its bytes, in hexadecimal
 * @param format the plugin's own version of what it wrote
 * @param covers which messages it holds the effect of, as it was given; empty when that was not kept yet
 */
public record Snapshot(long savedNs, long bytes, String sha256, int format, byte[] covers) {}
