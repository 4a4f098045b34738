/**
 * What must outlive a plugin and its sidecar: the plugin's snapshot, and whether it left in good order. Files are written
 * whole beside the old ones, forced to disk, and then put in their place.
 *
 * <p>Knows nothing of messages. Files are written on a thread of their own, never on the loop's.
 */
package io.meridian.sidecar.state;
