/**
 * Which processes of this machine show figures, and where, for a Prometheus that asks. Nothing is asked of these processes here, and nothing remembered.
 */
package io.meridian.manager.discovery;
