/**
 * The gateway that plays files of market data: {@link io.meridian.plugins.replay.ReplayGateway}. How files are read is the business of
 * {@code market-files}, and that what it says is flagged as replayed that of its pool and its sidecar.
 */
package io.meridian.plugins.replay;
