/**
 * A signal engine by momentum. {@link io.meridian.plugins.momentum.Trend} is the arithmetic of one instrument and knows no
 * platform; all else is the SDK's. Nothing here orders anything.
 */
package io.meridian.plugins.momentum;
