/**
 * One engine made of several: topic patterns say which carries what ({@code BUS_ROUTES}).
 *
 * <p>Only routing lives here. It names no engine and adds no guarantee of its own.
 */
package io.meridian.bus.routed;
