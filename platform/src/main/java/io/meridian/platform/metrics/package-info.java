/**
 * How the services of the platform show their figures: each on a port of its own on the loopback, as a sidecar does. What the figures are, each service
 * says itself.
 */
package io.meridian.platform.metrics;
