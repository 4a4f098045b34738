/**
 * An optimizer by risk parity. {@link io.meridian.plugins.riskparity.Returns} keeps how prices moved,
 * {@link io.meridian.plugins.riskparity.RiskParity} makes weights of a covariance and knows no platform. What insights hold, the
 * bounds of a portfolio and when to speak are the SDK's. Nothing here orders anything.
 */
package io.meridian.plugins.riskparity;
