/**
 * What crosses the boundary between a plugin and the platform, and nothing else: the messages of the sidecar protocol
 * ({@code sidecar.proto}), the frames of shared memory ({@code attach-frames.xml}), the trading schema and the manifest. No
 * behaviour of either side lives here.
 */
package io.meridian.plugin.contract;
