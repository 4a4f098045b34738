/**
 * An optimizer by equal weights. What insights hold, the bounds of a portfolio and when to speak are the SDK's; here is only how
 * much of each. Nothing here orders anything, or knows a price.
 */
package io.meridian.plugins.equalweight;
