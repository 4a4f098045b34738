/**
 * Who may do what on the bus: requested by one person, decided by another, written into the file of the instance's sidecar. What a pattern means and
 * what a pool may be granted at most is told by {@link io.meridian.bus.grant}.
 */
package io.meridian.manager.grants;
