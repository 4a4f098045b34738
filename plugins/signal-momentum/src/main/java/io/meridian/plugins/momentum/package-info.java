/**
 * A signal engine by momentum. {@link io.meridian.plugins.momentum.Trend} is the arithmetic of one instrument and knows no
 * platform; {@link io.meridian.plugins.momentum.MomentumSignal} hears prices and publishes insights. Nothing here orders anything.
 */
package io.meridian.plugins.momentum;
