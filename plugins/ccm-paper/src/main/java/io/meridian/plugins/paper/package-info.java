/**
 * A venue on paper. {@link io.meridian.plugins.paper.PaperVenue} speaks with the platform; a {@link io.meridian.plugins.paper.Listing} is one
 * symbol: the matching book, and the market's own liquidity in it. Nothing here makes up prices: they come as market data.
 */
package io.meridian.plugins.paper;
