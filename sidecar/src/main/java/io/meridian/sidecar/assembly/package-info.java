/**
 * Puts a whole sidecar together from settings: the guard, its latch and limits, its metrics and health, and the ways in. Nothing happens
 * here but wiring.
 */
package io.meridian.sidecar.assembly;
