/**
 * The reference order manager: a policy that orders are held against, and orders made of targets. What is about one order
 * ({@link io.meridian.plugins.compliance.Policy}) and about one target ({@link io.meridian.plugins.compliance.Plan}) is pure;
 * only the manager itself speaks to the platform. The kernel's own limits are not repeated here.
 */
package io.meridian.plugins.compliance;
