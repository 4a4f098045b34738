/**
 * An execution router. {@link io.meridian.plugins.router.Router} speaks with the platform, {@link io.meridian.plugins.router.Schedule} says how much of an
 * order is due when. Nothing here decides whether an order may trade: that is over when it comes.
 */
package io.meridian.plugins.router;
