/**
 * The instance manager: what is registered, what shall run and what each instance may touch; it starts and stops plugins beside their
 * sidecars until what runs is what shall run. Each part has a package of its own; {@link io.meridian.manager.Manager} joins them.
 *
 * <p>Nothing here knows an engine of the bus, or what a command line looks like.
 */
package io.meridian.manager;
