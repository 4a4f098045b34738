/** The commands of a cluster, and how a node shows what it knows. What a cluster is stands in {@link io.meridian.cluster}. */
package io.meridian.platform.cluster;
