/**
 * What all nodes know of each other's work: maps that each node reads and writes at once, cut off or not, and that are equal again as soon as the nodes can talk. Whatever two sides of a
 * cut did to one value, both survive, or the newer one does; which of the two is said by the kind of value.
 *
 * <p>Nothing here is decided: what only one may win lives in {@link io.meridian.cluster.decision}. How messages travel is not known here either, see {@link
 * io.meridian.cluster.state.Wire}.
 */
package io.meridian.cluster.state;
