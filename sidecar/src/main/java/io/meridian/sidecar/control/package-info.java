/**
 * The kill latch and the way to it: a Unix socket that only the owner may open, apart from bus, plugin and management plane, so that it
 * works when none of them does.
 *
 * <p>Nothing here may wait for the bus, the plugin or the guard loop.
 */
package io.meridian.sidecar.control;
