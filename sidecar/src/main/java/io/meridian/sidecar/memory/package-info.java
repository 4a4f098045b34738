/**
 * The attach point in shared memory: the two rings, their frames, and the folder in which a plugin finds them.
 *
 * <p>Nothing that the plugin wrote is trusted: positions are kept on this side, lengths are checked, and a ring that makes
 * no sense ends the session. What the frames mean stands in {@code session}.
 */
package io.meridian.sidecar.memory;
