/**
 * What a sidecar counts, and how Prometheus reads it. The guard loop adds to plain arrays that it owns; names, tags and text come in
 * only when somebody asks for the figures.
 *
 * <p>No topic appears here as it is: topics are folded into a bounded number of templates.
 */
package io.meridian.sidecar.metrics;
