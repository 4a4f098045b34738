/**
 * Several machines that decide as one: which of them are there, which one leads, and what was decided, in an order that all agree on. {@link
 * io.meridian.cluster.ClusterNode} is one of them.
 *
 * <p>The protocols are those of JGroups and jgroups-raft; what lives here is when somebody is taken for dead, what a decision is, and who may join. What the
 * decisions are about is not known here, and neither is the bus.
 */
package io.meridian.cluster;
