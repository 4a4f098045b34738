/**
 * A signal engine by mean reversion. {@link io.meridian.plugins.meanreversion.Stretch} is the arithmetic of one instrument and
 * knows no platform; all else is the SDK's. Nothing here orders anything.
 */
package io.meridian.plugins.meanreversion;
